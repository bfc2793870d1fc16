//! The program's https: under which names this machine goes, where it listens, and who looks after
//! the certificates while the hub runs.

use std::collections::BTreeSet;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use plato_hub::clock::{Clock, SystemClock};
use plato_hub::config::{Config, HTTPS_PORT, HttpsAt};
use plato_hub::discovery::HOST_NAME;
use plato_hub::tls::{self, Certificates};
use plato_hub::web::edge::Https;
use plato_hub::web::edge::hosts::{Authority, Host};
use rustls::ServerConfig;
use tokio::net::TcpListener;

/// How often certificates, their files and the machine's addresses are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// Https, ready to be served.
pub struct Secure {
    /// Where it listens.
    pub listener: TcpListener,
    /// Its TLS.
    pub tls: Arc<ServerConfig>,
    /// What the hub knows of it.
    pub https: Https,
}

/// The names of this machine, and those that the settings add.
pub fn names(config: &Config) -> Vec<String> {
    let own = gethostname::gethostname().to_string_lossy().to_lowercase();
    let announced = format!("{}.local", own.trim_end_matches(".local"));
    [own, announced].into_iter().chain(config.hosts.iter().cloned()).collect()
}

/// The names and addresses to be certified: those, the public and the announced one, and the
/// addresses that the machine has right now.
fn certified(config: &Config, listen: SocketAddr, public_url: &str) -> Vec<String> {
    let public = public_url.split_once("://").map(|(_, at)| at.to_owned());
    let announced = HOST_NAME.trim_end_matches('.').to_owned();
    let known = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
    let named = known.into_iter().chain([announced]).chain(public).chain(names(config));
    let named = named.filter_map(|text| Authority::parse(&text)).map(|authority| match authority.host {
        Host::Name(name) => name,
        Host::Address(address) => address.to_string(),
    });
    let interfaces = if_addrs::get_if_addrs().unwrap_or_else(|fault| {
        tracing::warn!(%fault, "the addresses of this machine are not known");
        Vec::new()
    });
    // An address of one link only has no place in a URL.
    let addresses =
        interfaces.iter().filter(|interface| !interface.is_link_local()).map(|interface| interface.ip());
    // Loopback has many, and only those that are listened to count.
    let listened = listen.ip();
    let addresses = addresses.chain([listened].into_iter().filter(|address| !address.is_unspecified()));
    named.chain(addresses.map(|address| address.to_string())).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Listens for https and opens the certificates. What was asked for and does not work is a fault; what
/// would only have been nice is said, and the hub goes on without: guests are waiting.
pub async fn open(
    config: &Config,
    listen: SocketAddr,
    public_url: &str,
) -> Result<Option<Secure>, Box<dyn Error>> {
    let at = match config.https {
        Some(HttpsAt::Off) => {
            if !config.staff_on_plain_http {
                tracing::warn!("https is off: staff can sign in on this machine only");
            }
            return Ok(None);
        }
        Some(HttpsAt::At(address)) => address,
        None => SocketAddr::new(listen.ip(), HTTPS_PORT),
    };
    match listen_at(config, at, public_url).await {
        Ok(secure) => Ok(Some(secure)),
        Err(fault) if config.https.is_none() && config.operator.is_none() => {
            tracing::error!(%fault, "there is no https; staff can sign in on this machine only");
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

async fn listen_at(config: &Config, at: SocketAddr, public_url: &str) -> Result<Secure, Box<dyn Error>> {
    let (config, public_url) = (config.clone(), public_url.to_owned());
    let clock = SystemClock::default();
    let wanted = certified(&config, at, &public_url);
    let certificates =
        Certificates::open(&config.secrets, &wanted, clock.wall_ms(), config.operator.clone())?;
    let certificates = Arc::new(certificates);
    let tls = tls::config(certificates.clone())?;
    let listener = TcpListener::bind(at).await;
    let listener = listener.map_err(|fault| format!("cannot listen on {at} for https: {fault}"))?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening for https");
    let kept = certificates.clone();
    tokio::spawn(async move {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            looks.tick().await;
            kept.refresh(&certified(&config, at, &public_url), clock.wall_ms());
        }
    });
    Ok(Secure { listener, tls, https: Https { port: address.port(), certificates } })
}
