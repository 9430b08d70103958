//! Compiles the crate again when the web part was built anew, since it is embedded.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
