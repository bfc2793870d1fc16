//! TLS of the hub: a private certificate authority made at first start (`authority`), the host's
//! certificate that it issues and renews, and a certificate of the operator's, read again when its
//! files change (`operator`). Which of the two answers is decided by the name that is asked for.
//!
//! Keys are beside the pepper, in the folder of secrets, readable by their owner only. Called by the
//! program at start and now and then ([`Certificates::refresh`]); the accept loop takes [`config`].

mod authority;
mod operator;
#[cfg(test)]
mod tests;

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use plato_sync_protocol::api::CertificateEnd;
use plato_sync_protocol::vector::to_hex;
use rustls::ServerConfig;
use rustls::client::verify_server_name;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use sha2::{Digest, Sha256};
use x509_parser::prelude::{FromDer, X509Certificate};

use authority::Authority;
use operator::Operator;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// How long before its end the house is told that somebody has to replace the operator's certificate.
const OPERATOR_WARNED_MS: u64 = 14 * DAY_MS;
/// The same of the authority, which every device of the house has to install anew.
const ROOT_WARNED_MS: u64 = 60 * DAY_MS;

/// Why there can be no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    /// A file cannot be read or written.
    #[error("{path}: {fault}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        fault: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path}: {why}")]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A certificate cannot be made.
    #[error("a certificate cannot be made: {0}")]
    Making(#[from] rcgen::Error),
    /// Keys or settings do not fit each other.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
}

impl TlsFault {
    fn content(path: &Path, why: impl ToString) -> Self {
        Self::Content { path: path.to_owned(), why: why.to_string() }
    }

    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |fault| Self::File { path: path.to_owned(), fault }
    }
}

/// A certificate with its key, and the names that it is for.
#[derive(Debug, Clone)]
struct Pair(Arc<CertifiedKey>);

impl Pair {
    fn is_for(&self, name: &str) -> bool {
        let parsed = self.0.end_entity_cert().and_then(ParsedCertificate::try_from);
        let (Ok(parsed), Ok(name)) = (parsed, ServerName::try_from(name)) else { return false };
        verify_server_name(&parsed, &name).is_ok()
    }

    /// When it ends, in ms since 1970.
    fn ends_at_ms(&self) -> Option<u64> {
        let (_, parsed) = X509Certificate::from_der(self.0.end_entity_cert().ok()?).ok()?;
        u64::try_from(parsed.validity().not_after.timestamp()).ok()?.checked_mul(1000)
    }
}

/// The certificates that the hub answers with.
pub struct Certificates {
    authority: Mutex<Authority>,
    operator: Option<Mutex<Operator>>,
    /// SHA-256 of the authority's certificate, in hexadecimal digits.
    fingerprint: String,
    root_der: Vec<u8>,
    root_pem: String,
    root_ends_at_ms: u64,
    answering: RwLock<Answering>,
    /// When the log last said that one ends soon.
    warned_ms: Mutex<u64>,
}

#[derive(Debug)]
struct Answering {
    own: Pair,
    operator: Option<Pair>,
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Certificates").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl Certificates {
    /// Opens or makes what is in the folder of secrets. `names` are the hub's names and addresses,
    /// `wall_ms` the time, `operator` the files of the operator's certificate and key (PEM).
    pub fn open(
        secrets: &Path,
        names: &[String],
        wall_ms: u64,
        operator: Option<(PathBuf, PathBuf)>,
    ) -> Result<Self, TlsFault> {
        let authority = Authority::open(secrets, names, wall_ms)?;
        let own = authority.pair()?;
        let operator = operator.map(|(cert, key)| Operator::open(cert, key)).transpose()?;
        let (operator, operators) =
            operator.map_or((None, None), |(operator, pair)| (Some(operator), Some(pair)));
        let root_der = authority.root_der().to_vec();
        Ok(Self {
            fingerprint: to_hex(&Sha256::digest(&root_der)),
            root_der,
            root_pem: authority.root_pem().to_owned(),
            root_ends_at_ms: authority.root_ends_at_ms()?,
            authority: Mutex::new(authority),
            operator: operator.map(Mutex::new),
            warned_ms: Mutex::new(0),
            answering: RwLock::new(Answering { own, operator: operators }),
        })
    }

    /// Renews the host's certificate when that is due or a name was added, and reads the operator's
    /// files again when they have changed. What goes wrong is logged, and what was there stays.
    pub fn refresh(&self, names: &[String], wall_ms: u64) {
        match self.authority.lock().renew(names, wall_ms) {
            Ok(Some(pair)) => self.answering.write().own = pair,
            Ok(None) => {}
            Err(fault) => tracing::error!(%fault, "the host's certificate could not be renewed"),
        }
        let changed = self.operator.as_ref().and_then(|operator| operator.lock().look());
        match changed {
            Some(Ok(pair)) => {
                tracing::info!("the operator's certificate was read again");
                self.answering.write().operator = Some(pair);
            }
            Some(Err(fault)) => {
                tracing::error!(%fault, "the new certificate cannot be used; the old one stays");
            }
            None => {}
        }
        self.warn(wall_ms);
    }

    /// The certificate that ends first of those that somebody has to replace soon; what the hub renews by
    /// itself is none of them.
    pub fn ends_soon(&self, wall_ms: u64) -> Option<CertificateEnd> {
        let operators = self.answering.read().operator.as_ref().and_then(Pair::ends_at_ms);
        let operators =
            operators.filter(|ends_at_ms| *ends_at_ms <= wall_ms.saturating_add(OPERATOR_WARNED_MS));
        let roots = Some(self.root_ends_at_ms).filter(|ends| *ends <= wall_ms.saturating_add(ROOT_WARNED_MS));
        let end = |is_authority| move |ends_at_ms| CertificateEnd { is_authority, ends_at_ms };
        let both = [operators.map(end(false)), roots.map(end(true))];
        both.into_iter().flatten().min_by_key(|end| end.ends_at_ms)
    }

    fn warn(&self, wall_ms: u64) {
        let Some(CertificateEnd { is_authority, ends_at_ms }) = self.ends_soon(wall_ms) else { return };
        let mut warned_ms = self.warned_ms.lock();
        if wall_ms >= warned_ms.saturating_add(DAY_MS) {
            *warned_ms = wall_ms;
            let days_left = ends_at_ms.saturating_sub(wall_ms) / DAY_MS;
            let whose =
                if is_authority { "the hub's certificate authority" } else { "the operator's certificate" };
            tracing::warn!(days_left, "{whose} ends soon; somebody has to replace it");
        }
    }

    /// SHA-256 of the authority's certificate: 64 hexadecimal digits.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The authority's certificate, DER.
    pub fn root_der(&self) -> &[u8] {
        &self.root_der
    }

    /// The authority's certificate, PEM.
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// Does an operator's certificate answer for this name? Never for an address: whoever asks for one sends no
    /// name, and gets the hub's own.
    pub fn is_operators(&self, name: &str) -> bool {
        name.parse::<IpAddr>().is_err()
            && self.answering.read().operator.as_ref().is_some_and(|pair| pair.is_for(name))
    }
}

/// A fingerprint as people compare it: bytes in pairs of capital digits, with colons between them.
pub fn readable(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.to_uppercase().chars().collect();
    digits.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(":")
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let answering = self.answering.read();
        let operators = answering.operator.as_ref().filter(|pair| {
            // Whoever asks for an address sends no name (RFC 6066, 3).
            hello.server_name().is_some_and(|name| pair.is_for(name))
        });
        Some(operators.unwrap_or(&answering.own).0.clone())
    }
}

/// TLS 1.2 and 1.3 with these certificates, for HTTP/1.
pub fn config(certificates: Arc<Certificates>) -> Result<Arc<ServerConfig>, TlsFault> {
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = config.with_no_client_auth().with_cert_resolver(certificates);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
