//! The program: arguments, logging, then the hub.
#![expect(clippy::print_stdout, reason = "the console is this program's own screen")]

mod console;
mod secure;

use std::error::Error;
use std::io::IsTerminal;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use plato_hub::config::{Config, Given, LogFormat};
use plato_hub::discovery::mdns::Mdns;
use plato_hub::discovery::{Advert, Announcement, Discovery};
use plato_hub::payments::keys::Keys;
use plato_hub::payments::stripe::Stripe;
use plato_hub::web::edge::{self, Bounds, Network};
use plato_hub::{Hub, demo};
use plato_sync_protocol::api::Role;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Plato, an offline-first table hub for restaurants.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Runs the hub.
    Serve {
        #[command(flatten)]
        given: Given,
        /// File with settings (TOML).
        #[arg(long, env = "PLATO_CONFIG", value_name = "FILE")]
        config: Option<PathBuf>,
        /// Sets up an invented restaurant with a seated table.
        #[arg(long)]
        demo: bool,
        /// Shows developers what goes on in carts, at /dev/cart, to this machine only.
        #[arg(long)]
        dev: bool,
    },
    /// Puts a venue file in force. The hub must not be running.
    Import {
        /// The venue file.
        file: PathBuf,
        #[command(flatten)]
        given: Given,
    },
    /// Makes a staff account and prints its password. The hub must not be running.
    AddStaff {
        /// The name to sign in with.
        name: String,
        /// What they may do.
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        given: Given,
    },
    /// Lists hubs on the network.
    Discover {
        /// How long to look, in seconds.
        #[arg(long, default_value_t = 3)]
        seconds: u64,
        /// Only on this machine.
        #[arg(long)]
        loopback: bool,
    },
    /// Prints the event log as JSON lines. The hub must not be running.
    ExportLog {
        #[command(flatten)]
        given: Given,
    },
    /// Sets a fresh password for somebody who has forgotten theirs. The hub must not be running.
    SetPassword {
        /// The name to sign in with.
        name: String,
        #[command(flatten)]
        given: Given,
    },
    /// Works with the audit: who did what.
    Audit {
        #[command(subcommand)]
        verb: AuditVerb,
    },
    /// Prints the OpenAPI document of the hub's interface.
    Openapi,
    /// Works with receipts.
    Receipt {
        #[command(subcommand)]
        verb: ReceiptVerb,
    },
}

#[derive(Subcommand)]
enum ReceiptVerb {
    /// Tells whether this hub has issued a receipt, and what it was for. The hub must not be running.
    Verify {
        /// The code at the foot of the receipt, such as 42-ABCD-EFGH-JKLM.
        code: String,
        #[command(flatten)]
        given: Given,
    },
}

#[derive(Subcommand)]
enum AuditVerb {
    /// Finds records that were changed, dropped, moved or cut off. The hub must not be running.
    Verify {
        /// A head that an earlier check or the audit's screen has shown, as POSITION:HASH. Without one, a
        /// log that somebody has written anew from start to end cannot be told from a true one.
        #[arg(long)]
        head: Option<String>,
        #[command(flatten)]
        given: Given,
    },
}

fn role(text: &str) -> Result<Role, String> {
    let role = serde_json::from_value(serde_json::Value::String(text.to_owned()));
    role.map_err(|_| "one of owner, manager, waiter, kitchen, cashier".into())
}

fn main() -> ExitCode {
    match run(Arguments::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            tracing::error!(%fault, "the hub cannot go on");
            eprintln!("plato: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> Result<(), Box<dyn Error>> {
    match verb {
        Verb::Serve { given, config, demo, dev } => {
            serve(Config::resolve(given, config.as_deref())?, demo, dev)
        }
        Verb::Import { file, given } => console::import(&Config::resolve(given, None)?, &file),
        Verb::AddStaff { name, role, given } => {
            console::add_staff(&Config::resolve(given, None)?, &name, role)
        }
        Verb::Discover { seconds, loopback } => discover(seconds, loopback),
        Verb::ExportLog { given } => console::export_log(&Config::resolve(given, None)?),
        Verb::SetPassword { name, given } => console::set_password(&Config::resolve(given, None)?, &name),
        Verb::Audit { verb: AuditVerb::Verify { head, given } } => {
            console::verify_audit(&Config::resolve(given, None)?, head.as_deref())
        }
        Verb::Receipt { verb: ReceiptVerb::Verify { code, given } } => {
            console::verify_receipt(&Config::resolve(given, None)?, &code)
        }
        Verb::Openapi => {
            println!("{}", plato_hub::web::routes::description().to_pretty_json()?);
            Ok(())
        }
    }
}

fn start_logging(config: &Config) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_new(&config.log)?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = lines.with_ansi(std::io::stderr().is_terminal());
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry().with(filter).with(filter_fn(may_be_logged)).with(lines).try_init()?;
    Ok(())
}

/// Whatever the settings ask for, not what the library of sockets tells of each frame: the first of a phone
/// carries its token.
fn may_be_logged(about: &Metadata<'_>) -> bool {
    !about.target().contains("tungstenite") || *about.level() <= Level::INFO
}

fn serve(config: Config, is_demo: bool, is_dev: bool) -> Result<(), Box<dyn Error>> {
    start_logging(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = edge::listen(config.listen)
            .map_err(|fault| format!("cannot listen on {}: {fault}", config.listen))?;
        let address = listener.local_addr()?;
        let public_url =
            config.public_url.clone().unwrap_or_else(|| format!("http://{}", reachable(address)));
        let hub = Hub::open(plato_hub::parts(&config.data, &config.secrets, public_url.clone())?)?;
        let hub = if is_dev { hub.for_developers() } else { hub };
        let hub = match &config.payments {
            Some(file) => hub.paid_online(Stripe::new(Keys::read(file)?)?),
            None => hub,
        };
        let secure = secure::open(&config, address, &public_url).await?;
        let https = secure.as_ref().map(|secure| secure.https.clone());
        let https_port = https.as_ref().map(|https| https.port);
        let hub = hub.bounded_by(bounds()).known_as(Network {
            hosts: secure::names(&config),
            https,
            staff_on_plain_http: config.staff_on_plain_http,
            proxies: config.proxies.clone(),
        });
        if is_demo {
            console::show_demo(&demo::set_up(&hub.app, &config.data).await?)?;
        } else {
            console::show_start(&hub.app, &config.data);
        }
        console::show_https(&hub.app);
        let _announced = announce(&config, &hub, address, https_port);
        let stopped = stopped();
        tracing::info!(%address, public_url, "listening");
        let secure = secure.map(|secure| (secure.listener, secure.tls));
        Ok::<_, Box<dyn Error>>(hub.serve_both(listener, secure, stopped).await)
    });
    // Whatever still runs (a hash, a socket) is not worth waiting for: everything is on disk.
    runtime.shutdown_timeout(Duration::from_millis(100));
    if !served?.wait(Duration::from_millis(200)) {
        tracing::warn!("the writer was still busy");
    }
    tracing::info!("stopped");
    Ok(())
}

/// As many connections as the system lets one process have.
fn bounds() -> Bounds {
    let files_wanted = 2 * Bounds::default().connections_max as u64;
    match rlimit::increase_nofile_limit(files_wanted) {
        Ok(files_max) => Bounds::default().for_files(usize::try_from(files_max).unwrap_or(usize::MAX)),
        Err(fault) => {
            tracing::warn!(%fault, "the limit on open files is not known; connections are bounded as usual");
            Bounds::default()
        }
    }
}

/// The address that others on the network reach this one at.
fn reachable(address: SocketAddr) -> SocketAddr {
    if !address.ip().is_unspecified() {
        return address;
    }
    // Connecting a UDP socket sends nothing; it only asks which way packets would go.
    let ask = || -> std::io::Result<IpAddr> {
        let socket = UdpSocket::bind(("0.0.0.0", 0))?;
        socket.connect(("192.0.2.1", 9))?;
        Ok(socket.local_addr()?.ip())
    };
    SocketAddr::new(ask().unwrap_or(IpAddr::from([127, 0, 0, 1])), address.port())
}

fn announce(
    config: &Config,
    hub: &Hub,
    address: SocketAddr,
    https_port: Option<u16>,
) -> Option<Box<dyn Announcement>> {
    if !config.mdns {
        return None;
    }
    let venue = hub.app.members.published.read(|venue, _| venue.menu_view());
    let venue = venue.map_or_else(|| "Plato".to_owned(), |menu| menu.venue.clone());
    let is_loopback_only = address.ip().is_loopback();
    let addresses = if address.ip().is_unspecified() { Vec::new() } else { vec![address.ip()] };
    let advert = Advert { venue, port: address.port(), https_port, addresses };
    let announced = Mdns { is_loopback_only }.announce(&advert);
    announced
        .inspect_err(
            |fault| tracing::warn!(%fault, "the hub cannot be announced; QR codes work all the same"),
        )
        .ok()
}

/// Ends when the process is asked to stop. Listens for that from the call on, not from the first poll:
/// a service manager may change its mind at any moment.
fn stopped() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminated = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())
    };
    async {
        let interrupted = tokio::signal::ctrl_c();
        #[cfg(unix)]
        match terminated {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => drop(interrupted.await),
        }
        #[cfg(not(unix))]
        drop(interrupted.await);
        tracing::info!("stopping");
    }
}

fn discover(seconds: u64, is_loopback_only: bool) -> Result<(), Box<dyn Error>> {
    let found = Mdns { is_loopback_only }.browse(Duration::from_secs(seconds))?;
    if found.is_empty() {
        println!(
            "No hub answered within {seconds} s. Networks for guests often block this; the hub's QR code works all the same."
        );
    }
    for hub in found {
        let addresses: Vec<String> =
            hub.addresses.iter().map(|ip| SocketAddr::new(*ip, hub.port).to_string()).collect();
        let host = hub.host.trim_end_matches('.');
        let https = hub.https_port.map(|port| format!("\thttps://{host}:{port}")).unwrap_or_default();
        println!("{}\t{host}:{}\t{}{https}", hub.venue, hub.port, addresses.join(" "));
    }
    Ok(())
}
