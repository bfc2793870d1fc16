//! A server in a process of its own: the hub or the relay, started from this program. It says where it
//! is on the first line of its output, answers a line with a line, and ends when its input does.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A running server.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// What it said at first.
    pub hello: Value,
}

impl Server {
    /// Starts it with these arguments.
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, input, output, hello: Value::Null };
        server.hello = server.line();
        server
    }

    /// Asks something.
    pub fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.input.as_mut().unwrap(), "{question}").unwrap();
        self.line()
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("the server has ended: {line:?}"))
    }

    fn status(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }

    /// Processor time that it has used so far, to 10 ms; none where the system does not tell
    /// (`proc_pid_stat(5)`).
    pub fn cpu(&self) -> Option<Duration> {
        let stat = self.status("stat");
        let (_, fields) = stat.rsplit_once(')')?;
        let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<u64>);
        Some(Duration::from_millis((ticks.next()?.ok()? + ticks.next()?.ok()?) * 10))
    }

    /// Memory that it has in use, in KiB.
    pub fn rss_kib(&self) -> Option<u64> {
        let status = self.status("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.input = None;
        // It ends by itself, and is waited for.
        let _ = self.child.wait();
    }
}

/// The other side: says hello, then answers each question until there are no more.
pub fn answer_all(hello: &Value, mut answer: impl FnMut(&Value) -> Value) {
    println!("{hello}");
    for line in std::io::stdin().lines().map_while(Result::ok) {
        println!("{}", answer(&serde_json::from_str(&line).unwrap()));
    }
}
