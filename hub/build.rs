//! The screens are embedded in the program: a new or changed file of theirs makes a new program.

fn main() {
    println!("cargo::rerun-if-changed=../ui/dist");
}
