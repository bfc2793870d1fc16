//! TLS as a device makes it that trusts one authority and nothing else.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::soon;

/// Connects under a name or address, trusting what this certificate (DER) has signed.
pub async fn connect(hub: SocketAddr, name: &str, root: &[u8]) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(root.to_vec())).map_err(io::Error::other)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    let stream = soon("a connection", TcpStream::connect(hub)).await?;
    soon("TLS", TlsConnector::from(Arc::new(config)).connect(name, stream)).await
}
