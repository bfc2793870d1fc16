//! The operator's own certificate: two files that somebody else keeps fresh.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::{Pair, TlsFault};

/// The files, and what was in them when they were last looked at.
pub struct Operator {
    cert: PathBuf,
    key: PathBuf,
    seen: Option<(Vec<u8>, Vec<u8>)>,
}

impl Operator {
    /// Reads the pair. Both files have to be there, in order, and belong together.
    pub fn open(cert: PathBuf, key: PathBuf) -> Result<(Self, Pair), TlsFault> {
        let seen = (read(&cert)?, read(&key)?);
        let pair = pair_of(&cert, &seen.0, &key, &seen.1)?;
        Ok((Self { cert, key, seen: Some(seen) }, pair))
    }

    /// Reads the pair again when the files have changed since they were last looked at. While one of
    /// two files is replaced the pair does not fit: that is an error once, and right the next time.
    pub fn look(&mut self) -> Option<Result<Pair, TlsFault>> {
        let now = match (read(&self.cert), read(&self.key)) {
            (Ok(cert), Ok(key)) => (cert, key),
            (Err(fault), _) | (_, Err(fault)) => {
                // Said once, not at every look.
                return self.seen.take().map(|_| Err(fault));
            }
        };
        if self.seen.as_ref() == Some(&now) {
            return None;
        }
        let pair = pair_of(&self.cert, &now.0, &self.key, &now.1);
        self.seen = Some(now);
        Some(pair)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsFault> {
    fs::read(path).map_err(TlsFault::file(path))
}

/// A certificate chain and a key in PEM, checked to belong together.
pub fn pair_of(cert_path: &Path, cert: &[u8], key_path: &Path, key: &[u8]) -> Result<Pair, TlsFault> {
    let chain = CertificateDer::pem_slice_iter(cert).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|fault| TlsFault::content(cert_path, fault))?;
    if chain.is_empty() {
        return Err(TlsFault::content(cert_path, "there is no certificate in it"));
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|fault| TlsFault::content(key_path, fault))?;
    let pair = CertifiedKey::from_der(chain, key, &ring::default_provider());
    let pair = pair.map_err(|fault| TlsFault::content(cert_path, format!("not with this key: {fault}")))?;
    Ok(Pair(Arc::new(pair)))
}
