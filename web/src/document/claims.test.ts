// The tree of claims: order, depths, strange references, depth without recursion.
import { describe, expect, it } from "vitest";
import { claimTree, unfolded } from "./claims";

const claim = (number: number, ...depends_on: number[]) => ({ number, depends_on, text: `claim ${number}` });

describe("claimTree", () => {
  it("puts dependent claims under their first parent", () => {
    const placed = claimTree([claim(1), claim(2, 1), claim(3), claim(4, 2, 3), claim(5, 1)]);
    expect(placed.map((one) => [one.claim.number, one.depth, one.below])).toEqual([
      [1, 0, 3],
      [2, 1, 1],
      [4, 2, 0],
      [5, 1, 0],
      [3, 0, 0],
    ]);
  });
  it("keeps every claim whatever it refers to", () => {
    const placed = claimTree([claim(1, 1), claim(2, 9), claim(3, 4), claim(4, 3), claim(4)]);
    expect(placed).toHaveLength(5);
    expect(new Set(placed.map((one) => one.index)).size).toBe(5);
  });
  it("bears a chain of ten thousand", () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => (i === 0 ? claim(1) : claim(i + 1, i)));
    const placed = claimTree(chain);
    expect(placed[9_999]?.depth).toBe(9_999);
    expect(placed[0]?.below).toBe(9_999);
  });
  it("folds a tree away", () => {
    const placed = claimTree([claim(1), claim(2, 1), claim(3, 2), claim(4)]);
    expect(unfolded(placed, new Set([0])).map((one) => one.claim.number)).toEqual([1, 4]);
    expect(unfolded(placed, new Set([1])).map((one) => one.claim.number)).toEqual([1, 2, 4]);
  });
});
