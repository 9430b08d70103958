// The tree of claims as a flat list with depths, so that any number of claims can be shown.
import type { Claim } from "../api/types";

/** A claim at its place in the tree; `index` is its place in the set as the record gives it. */
export interface Placed {
  claim: Claim;
  index: number;
  depth: number;
  /** Index of the claim under which it stands, or -1 for an independent claim. */
  parent: number;
  /** How many claims stand below it. */
  below: number;
}

/**
 * Orders claims as a tree: each dependent claim stands under the first claim it refers to. A
 * reference to itself, to a later claim or to one that is missing does not place a claim.
 */
export function claimTree(claims: readonly Claim[]): Placed[] {
  const places = new Map<number, number>();
  claims.forEach((claim, i) => {
    if (!places.has(claim.number)) places.set(claim.number, i);
  });
  const children = new Map<number, number[]>();
  claims.forEach((claim, i) => {
    let parent = -1;
    for (const number of claim.depends_on ?? []) {
      const at = places.get(number);
      if (at !== undefined && at < i) {
        parent = at;
        break;
      }
    }
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [i]);
    else list.push(i);
  });
  const out: Placed[] = [];
  const stack: { index: number; depth: number; parent: number }[] = [];
  const push = (parent: number, depth: number) => {
    const list = children.get(parent) ?? [];
    for (let i = list.length - 1; i >= 0; i -= 1) stack.push({ index: list[i] ?? 0, depth, parent });
  };
  push(-1, 0);
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const claim = claims[top.index];
    if (claim === undefined) continue;
    out.push({ claim, index: top.index, depth: top.depth, parent: top.parent, below: 0 });
    push(top.index, top.depth + 1);
  }
  // A claim's tree is the run of deeper claims behind it.
  const open: number[] = [];
  const close = (depth: number, end: number) => {
    for (let at = open[open.length - 1]; at !== undefined; at = open[open.length - 1]) {
      const above = out[at];
      if (above === undefined || above.depth < depth) return;
      above.below = end - at - 1;
      open.pop();
    }
  };
  out.forEach((placed, i) => {
    close(placed.depth, i);
    open.push(i);
  });
  close(0, out.length);
  return out;
}

/** The claims left when the trees of some are folded. */
export function unfolded(placed: readonly Placed[], folded: ReadonlySet<number>): Placed[] {
  const out: Placed[] = [];
  for (let i = 0; i < placed.length; i += 1) {
    const one = placed[i];
    if (one === undefined) break;
    out.push(one);
    if (folded.has(one.index)) i += one.below;
  }
  return out;
}
