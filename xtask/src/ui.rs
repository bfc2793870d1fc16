//! `ui`: the screens as the hub serves them, in `ui/dist`: wasm, then Vite, then a compressed copy
//! beside each file. Skipped when nothing it is made from has changed.

use std::time::Instant;

use crate::files::{self, Stamp};
use crate::npm;
use crate::precompress;
use crate::process::{Outcome, root, run};
use crate::setup;
use crate::wasm::{self, Size};

/// Builds the screens; `Quick` leaves out the compressed copies.
pub fn build(size: Size) -> Outcome {
    setup::all(false)?;
    wasm::build(size)?;
    let dist = root().join("ui/dist");
    let stamp = stamp(size)?;
    if stamp.is_current() && dist.join("index.html").is_file() {
        return Ok(());
    }
    for other in [Size::Small, Size::Quick] {
        self::stamp(other)?.forget();
    }
    run(&mut npm::command("ui", &["run", "--silent", "build"]))?;
    // Vite empties the folder, and with it the file that keeps the folder in version control.
    files::write_if_changed(&dist.join(".gitkeep"), b"")?;
    if size == Size::Small {
        let started = Instant::now();
        let count = precompress::folder(&dist)?;
        println!("ui: {count} files compressed in {:.1?}", started.elapsed());
    }
    stamp.write()
}

/// What the screens are made from. The generated wasm folder is named by itself because walking
/// `ui` passes over what nobody wrote.
fn stamp(size: Size) -> Outcome<Stamp> {
    let generated = ["js", "d.ts"].map(|kind| format!("ui/src/bridge/pkg/plato_client_wasm.{kind}"));
    let wasm = "ui/src/bridge/pkg/plato_client_wasm_bg.wasm".to_owned();
    let inputs: Vec<_> = generated.into_iter().chain(["ui".to_owned(), wasm]).collect();
    Stamp::of(
        &format!("ui-{}", size.name()),
        &inputs.iter().map(|path| root().join(path)).collect::<Vec<_>>(),
    )
}
