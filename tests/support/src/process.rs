//! The real program: started with flags, environment and files, stopped with signals, listened to
//! through its output. It is built first when cargo runs the tests, so that it is never an old one.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use plato_hub::demo::{DemoFacts, FACTS_FILE};
use serde_json::Value;

use crate::{Http, PATIENCE, trail};

/// The program: `PLATO_BIN`, or the one that cargo builds from this workspace.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| match std::env::var_os("PLATO_BIN") {
        Some(given) => given.into(),
        None => built(),
    })
}

fn built() -> PathBuf {
    // Tests are in `target/<profile>/deps`, programs one folder up.
    let own = std::env::current_exe().unwrap();
    let folder =
        own.ancestors().find(|folder| folder.ends_with("debug") || folder.ends_with("release")).unwrap();
    if let Some(cargo) = std::env::var_os("CARGO") {
        let mut build = Command::new(cargo);
        build.current_dir(env!("CARGO_MANIFEST_DIR")).args([
            "build",
            "--quiet",
            "-p",
            "plato-hub",
            "--bin",
            "plato",
        ]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success(), "the program cannot be built");
    }
    let program = folder.join(format!("plato{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is not there: build it, or set PLATO_BIN", program.display());
    program
}

/// A command of the program, with nothing of this process's settings.
pub fn plato(verb: &str) -> Command {
    let mut command = Command::new(program());
    let settings = std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PLATO_"));
    for (name, _) in settings {
        command.env_remove(name);
    }
    command.arg(verb).stdin(Stdio::null());
    command
}

/// Runs a command that ends by itself.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

/// What a command printed, both ways.
pub fn printed(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// A hub in a process of its own.
pub struct HubProcess {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    stdout: Arc<Mutex<String>>,
    log: Arc<Mutex<String>>,
    data: Option<PathBuf>,
}

/// How a hub is started.
pub struct Starting(Command, Option<PathBuf>);

impl Starting {
    /// `plato serve`, which logs as JSON and does not announce itself.
    pub fn new() -> Self {
        let mut command = plato("serve");
        command.env("PLATO_LOG_FORMAT", "json").env("PLATO_MDNS", "false");
        if trail::is_kept() {
            command.env("PLATO_LOG", "trace");
        }
        Self(command, None)
    }

    /// On a data folder, at an address.
    pub fn on(data: &Path, listen: SocketAddr) -> Self {
        Self::new().flag("--data", data.to_str().unwrap()).flag("--listen", &listen.to_string())
    }

    /// With a flag and its value.
    pub fn flag(mut self, name: &str, value: &str) -> Self {
        self.0.args([name, value]);
        self.1 = self.1.take().or((name == "--data").then(|| value.into()));
        self
    }

    /// With the demo's venue.
    pub fn demo(mut self) -> Self {
        self.0.arg("--demo");
        self
    }

    /// With a setting of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// Starts it and waits until it listens.
    pub fn start(mut self) -> HubProcess {
        let mut child = self.0.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = Arc::new(Mutex::new(String::new()));
        let (mut out, into) = (child.stdout.take().unwrap(), stdout.clone());
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = out.read(&mut bytes) {
                into.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        });
        let lines = lines(child.stderr.take().unwrap());
        let log = Arc::new(Mutex::new(String::new()));
        let address = listening(&lines, &log);
        let kept = log.clone();
        std::thread::spawn(move || {
            while let Ok(line) = lines.recv() {
                keep(&kept, &line);
            }
        });
        HubProcess { child, address, stdout, log, data: self.1.take() }
    }

    /// Starts it and waits until it has given up: its exit code and all that it printed.
    pub fn refused(mut self) -> (i32, String) {
        let output = run(&mut self.0);
        (output.status.code().expect("it ended by itself"), printed(&output))
    }
}

impl Default for Starting {
    fn default() -> Self {
        Self::new()
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// The address of the log's line that says so.
fn listening(lines: &Receiver<String>, log: &Mutex<String>) -> SocketAddr {
    let until = Instant::now() + PATIENCE;
    let mut seen = String::new();
    loop {
        let line = match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => panic!("the hub does not start: {seen}"),
            Err(RecvTimeoutError::Disconnected) => panic!("the hub has ended: {seen}"),
        };
        keep(log, &line);
        let event: Value = serde_json::from_str(&line).unwrap_or_default();
        if event["fields"]["message"] == "listening" {
            return event["fields"]["address"].as_str().unwrap().parse().unwrap();
        }
        seen.push_str(&line);
        seen.push('\n');
    }
}

fn keep(log: &Mutex<String>, line: &str) {
    let mut log = log.lock().unwrap();
    log.push_str(line);
    log.push('\n');
}

impl HubProcess {
    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// A demo on a data folder.
    pub fn demo(data: &Path, listen: SocketAddr) -> Self {
        Starting::on(data, listen).demo().start()
    }

    /// What it printed so far.
    pub fn stdout(&self) -> String {
        self.stdout.lock().unwrap().clone()
    }

    /// Calls of somebody without any token.
    pub fn anyone(&self) -> Http {
        Http::new(&format!("http://{}", self.address))
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as a service manager does. How it ended, and how long that took.
    pub fn terminate(mut self) -> (ExitStatus, Duration) {
        let since = Instant::now();
        let mut kill = Command::new("kill");
        assert!(kill.args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        (self.child.wait().unwrap(), since.elapsed())
    }
}

impl Drop for HubProcess {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
        trail::keep(&self.address.to_string(), &self.log(), self.data.as_deref());
    }
}

/// What the demo wrote down for scripts.
pub fn demo_facts(data: &Path) -> DemoFacts {
    serde_json::from_slice(&std::fs::read(data.join(FACTS_FILE)).unwrap()).unwrap()
}
