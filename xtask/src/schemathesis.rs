//! schemathesis, which asks the hub's interface what its description allows: installed into a folder of its
//! own under the target folder, exactly as `tests/schemathesis/requirements.txt` says.

use std::path::PathBuf;

use crate::files;
use crate::hub::{self, Build};
use crate::machine;
use crate::process::{Outcome, first_line, program, root, run, target_dir};
use crate::setup;
use crate::{test, trail};

const REQUIREMENTS: &str = "tests/schemathesis/requirements.txt";

/// The program, installed first if it is not there or its requirements have changed.
pub fn install() -> Outcome<PathBuf> {
    let home = target_dir().join("schemathesis");
    let program_file = home.join(if cfg!(windows) { "Scripts/schemathesis.exe" } else { "bin/schemathesis" });
    // An environment knows where it is: one that was moved has to be made anew.
    let wanted =
        format!("{} {}", files::digest(&files::read_bytes(&root().join(REQUIREMENTS))?), home.display());
    let stamp = home.join(".requirements-digest");
    if program_file.is_file() && files::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(program_file);
    }
    println!("installing schemathesis into {}", home.display());
    let home_name = home.display().to_string();
    let make = ["-m", "venv", "--clear", &home_name];
    // Debian's Python comes without what a new environment needs.
    if run(&mut program("python3", &make)).is_err() {
        python_with_environments()?;
        run(&mut program("python3", &make))?;
    }
    let python = program_file.with_file_name(if cfg!(windows) { "python.exe" } else { "python" });
    let install =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", REQUIREMENTS];
    run(&mut program(&python.to_string_lossy(), &install))?;
    files::write_if_changed(&stamp, wanted.as_bytes())?;
    Ok(program_file)
}

fn python_with_environments() -> Outcome {
    let packages = ["python3", "python3-venv"];
    if !machine::is_root_on_debian() {
        return Err(format!(
            "the tests of the interface need Python with environments: run `apt-get install {}` as root, or \
             install Python 3.10 or newer",
            packages.join(" ")
        ));
    }
    println!("installing Python for the tests of the interface");
    setup::apt_install(&packages)
}

/// What is installed, for `doctor`.
pub fn found() -> Option<String> {
    let home = target_dir().join("schemathesis/bin/schemathesis");
    first_line(&home.to_string_lossy(), &["--version"])
}

/// Asks a hub.
pub fn ask(how: Build) -> Outcome {
    let schemathesis = install()?;
    let plato = hub::build(how)?;
    let mut asking = test::tool_command("api", &[], how);
    asking.env("PLATO_SCHEMATHESIS", schemathesis).env("PLATO_BIN", plato);
    if trail::folder().is_dir() {
        asking.env(trail::VARIABLE, trail::folder());
    }
    run(&mut asking)
}
