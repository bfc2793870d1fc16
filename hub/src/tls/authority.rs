//! The private authority, made once, and the host's certificate that it issues.
//!
//! Whoever installs the authority on a device trusts this hub with it. So it may vouch for nothing but
//! private networks, local names and the names that the hub had when it was made (name constraints,
//! RFC 5280, 4.2.1.10): somebody who steals the box cannot pass for a bank.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SerialNumber,
};
use time::{Duration, OffsetDateTime};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::operator::pair_of;
use super::{Pair, TlsFault};
use crate::auth::secrets;

const ROOT_FILE: &str = "tls-authority.pem";
const ROOT_KEY_FILE: &str = "tls-authority-key.pem";
const HOST_FILE: &str = "tls-host.pem";
const HOST_KEY_FILE: &str = "tls-host-key.pem";

/// How long the authority lasts: ten years.
const ROOT_LASTS: Duration = Duration::days(3652);
/// How long the host's certificate lasts. Browsers refuse more than 398 days of public ones, and Apple
/// more than 825 of any; this is on the safe side of both.
const HOST_LASTS: Duration = Duration::days(397);
/// How far back certificates are valid: clocks of devices differ.
const BEFORE: Duration = Duration::days(2);
/// No clock that is right shows less: 2026-01-01T00:00:00Z, in ms since 1970. A machine without a
/// battery begins in 1970.
const EARLIEST_MS: u64 = 1_767_225_600_000;
/// Names in a certificate.
const NAMES_MAX: usize = 64;
/// Endings of names that belong to nobody in public (RFC 6762; RFC 8375; ICANN's `internal`; what
/// routers give).
const LOCAL_ENDINGS: [&str; 6] = ["local", "localhost", "home.arpa", "internal", "lan", "home"];
/// Networks that nobody has in public: loopback, link-local, private (RFC 1918, RFC 6598, RFC 4193).
const PRIVATE_NETWORKS: [(&str, u8); 9] = [
    ("127.0.0.0", 8),
    ("10.0.0.0", 8),
    ("172.16.0.0", 12),
    ("192.168.0.0", 16),
    ("169.254.0.0", 16),
    ("100.64.0.0", 10),
    ("::1", 128),
    ("fe80::", 10),
    ("fc00::", 7),
];

/// The authority, and the certificate of the host.
pub struct Authority {
    folder: PathBuf,
    root_pem: String,
    root_der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
    host_key_pem: String,
    host_pem: String,
}

/// What a certificate of ours says.
struct Told {
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
    names: Vec<String>,
}

impl Authority {
    /// Opens what is in the folder, or makes it. What is there and unusable is a fault: devices trust
    /// it, so it is not made anew behind everyone's back.
    pub fn open(folder: &Path, names: &[String], wall_ms: u64) -> Result<Self, TlsFault> {
        let (root_path, key_path) = (folder.join(ROOT_FILE), folder.join(ROOT_KEY_FILE));
        if !root_path.exists() && !key_path.exists() {
            let (root, key) = make_root(names, wall_ms)?;
            write_secret(&key_path, &key)?;
            write_secret(&root_path, &root)?;
            tracing::info!("a certificate authority of this hub's own was made");
        }
        let (root_pem, key_pem) = (read(&root_path)?, read(&key_path)?);
        let key = KeyPair::from_pem(&key_pem).map_err(|fault| TlsFault::content(&key_path, fault))?;
        let issuer = Issuer::from_ca_cert_pem(&root_pem, key);
        let issuer = issuer.map_err(|fault| TlsFault::content(&root_path, fault))?;
        let root_der = der(&root_path, &root_pem)?;
        // A host's certificate is made again whenever it cannot be used: nobody trusts it for itself.
        let host_key_path = folder.join(HOST_KEY_FILE);
        let stored_key = fs::read_to_string(&host_key_path).ok().filter(|pem| KeyPair::from_pem(pem).is_ok());
        let host_key_pem = match stored_key {
            Some(pem) => pem,
            None => {
                let pem = KeyPair::generate()?.serialize_pem();
                write_secret(&host_key_path, &pem)?;
                pem
            }
        };
        let host_pem = fs::read_to_string(folder.join(HOST_FILE)).unwrap_or_default();
        let folder = folder.to_owned();
        let mut authority = Self { folder, root_pem, root_der, issuer, host_key_pem, host_pem };
        if authority.told()?.is_none() || authority.pair().is_err() {
            authority.host_pem.clear();
        }
        authority.renew(names, wall_ms)?;
        Ok(authority)
    }

    /// The authority's certificate, DER.
    pub fn root_der(&self) -> &[u8] {
        &self.root_der
    }

    /// The authority's certificate, PEM.
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// The host's certificate with its key.
    pub fn pair(&self) -> Result<Pair, TlsFault> {
        let (cert, key) = (self.folder.join(HOST_FILE), self.folder.join(HOST_KEY_FILE));
        pair_of(&cert, self.host_pem.as_bytes(), &key, self.host_key_pem.as_bytes())
    }

    /// Issues the host's certificate anew when a third of its time or less is left, or when it lacks a
    /// name. A clock that stands before 2026 is not right: then only names count, and the time is kept.
    pub fn renew(&mut self, names: &[String], wall_ms: u64) -> Result<Option<Pair>, TlsFault> {
        let told = self.told()?;
        let now = moment(wall_ms);
        let fresh = (now - BEFORE, (now + HOST_LASTS - BEFORE).min(self.root_ends()?));
        let names = self.allowed(names)?;
        let (from, to) = match &told {
            Some(told) => {
                let lacks_names = names.iter().any(|name| !told.names.contains(name));
                let is_clock_right = wall_ms >= EARLIEST_MS;
                let is_due =
                    told.not_before > now || told.not_after - now <= (told.not_after - told.not_before) / 3;
                match (is_clock_right && is_due && fresh.1 != told.not_after, lacks_names) {
                    (false, false) => return Ok(None),
                    (true, _) => fresh,
                    (false, true) if is_clock_right => fresh,
                    (false, true) => (told.not_before, told.not_after),
                }
            }
            None => fresh,
        };
        self.host_pem = self.issue(&names, from, to)?;
        write_secret(&self.folder.join(HOST_FILE), &self.host_pem)?;
        tracing::info!(until = %to.date(), names = names.join(" "), "the host has a new certificate");
        self.pair().map(Some)
    }

    fn issue(&self, names: &[String], from: OffsetDateTime, to: OffsetDateTime) -> Result<String, TlsFault> {
        let key = KeyPair::from_pem(&self.host_key_pem)?;
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = called("Plato hub".into());
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        // The same issuer must not give a number twice, and this key is certified again and again.
        params.serial_number = Some(SerialNumber::from_slice(&secrets::random::<16>()));
        (params.not_before, params.not_after) = (from, to);
        Ok(params.signed_by(&key, &self.issuer)?.pem())
    }

    /// What the host's certificate says; none when there is none that this authority issued.
    fn told(&self) -> Result<Option<Told>, TlsFault> {
        let path = self.folder.join(HOST_FILE);
        let Ok(der) = der(&path, &self.host_pem) else { return Ok(None) };
        let root = parse(&self.folder.join(ROOT_FILE), &self.root_der)?;
        let Ok((_, host)) = X509Certificate::from_der(&der) else { return Ok(None) };
        if host.issuer() != root.subject() {
            return Ok(None);
        }
        let names = host.subject_alternative_name().ok().flatten();
        let names = names.map(|names| names.value.general_names.iter().filter_map(written).collect());
        Ok(Some(Told {
            not_before: host.validity().not_before.to_datetime(),
            not_after: host.validity().not_after.to_datetime(),
            names: names.unwrap_or_default(),
        }))
    }

    /// When the authority itself ends, in ms since 1970.
    pub fn root_ends_at_ms(&self) -> Result<u64, TlsFault> {
        let ends_s = self.root_ends()?.unix_timestamp();
        Ok(u64::try_from(ends_s).unwrap_or(0).saturating_mul(1000))
    }

    fn root_ends(&self) -> Result<OffsetDateTime, TlsFault> {
        let root = parse(&self.folder.join(ROOT_FILE), &self.root_der)?;
        Ok(root.validity().not_after.to_datetime())
    }

    /// Of these names and addresses, those that the authority may vouch for. One that it may not would
    /// spoil the whole certificate.
    fn allowed(&self, names: &[String]) -> Result<Vec<String>, TlsFault> {
        let root = parse(&self.folder.join(ROOT_FILE), &self.root_der)?;
        let constraints = root.name_constraints().ok().flatten();
        let permitted = constraints.and_then(|extension| extension.value.permitted_subtrees.as_deref());
        let permitted = permitted.unwrap_or_default();
        let mut allowed: Vec<String> = names
            .iter()
            .filter(|name| permitted.iter().any(|subtree| is_within(name, &subtree.base)))
            .cloned()
            .collect();
        allowed.sort();
        allowed.dedup();
        allowed.truncate(NAMES_MAX);
        Ok(allowed)
    }
}

fn make_root(names: &[String], wall_ms: u64) -> Result<(String, String), TlsFault> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    let mark = plato_sync_protocol::vector::to_hex(&secrets::random::<3>());
    params.distinguished_name = called(format!("Plato hub authority {mark}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let networks = PRIVATE_NETWORKS.iter().filter_map(|(address, prefix)| {
        Some(GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address.parse().ok()?, *prefix)))
    });
    let own = names.iter().map(|name| match name.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address.into(), 32))
        }
        Ok(address) => GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, 128)),
        Err(_) => GeneralSubtree::DnsName(name.clone()),
    });
    let endings = LOCAL_ENDINGS.iter().map(|ending| GeneralSubtree::DnsName((*ending).to_owned()));
    let permitted_subtrees = networks.chain(endings).chain(own).collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    let now = moment(wall_ms);
    (params.not_before, params.not_after) = (now - BEFORE, now + ROOT_LASTS);
    Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
}

fn called(name: String) -> DistinguishedName {
    let mut called = DistinguishedName::new();
    called.push(DnType::CommonName, name);
    called
}

/// The time, or the earliest that can be when the clock was not set.
fn moment(wall_ms: u64) -> OffsetDateTime {
    let seconds = i64::try_from(wall_ms.max(EARLIEST_MS) / 1000).unwrap_or(i64::MAX);
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn is_within(name: &str, base: &GeneralName<'_>) -> bool {
    match (name.parse::<IpAddr>(), base) {
        (Ok(IpAddr::V4(address)), GeneralName::IPAddress(bytes)) => is_masked(&address.octets(), bytes),
        (Ok(IpAddr::V6(address)), GeneralName::IPAddress(bytes)) => is_masked(&address.octets(), bytes),
        (Err(_), GeneralName::DNSName(ending)) => {
            name == *ending || name.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'))
        }
        _ => false,
    }
}

/// Is an address in a network, written as address and mask behind each other?
fn is_masked(address: &[u8], network: &[u8]) -> bool {
    let Some((base, mask)) = network.split_at_checked(address.len()) else { return false };
    let bits = address.iter().zip(base).zip(mask);
    mask.len() == address.len() && bits.map(|((a, b), m)| (a ^ b) & m).all(|rest| rest == 0)
}

fn written(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes).ok().map(|octets| IpAddr::from(octets).to_string()),
            _ => <[u8; 16]>::try_from(*bytes).ok().map(|octets| IpAddr::from(octets).to_string()),
        },
        _ => None,
    }
}

fn der(path: &Path, pem: &str) -> Result<Vec<u8>, TlsFault> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    let der = CertificateDer::from_pem_slice(pem.as_bytes());
    der.map(|der| der.to_vec()).map_err(|fault| TlsFault::content(path, fault))
}

fn parse<'d>(path: &Path, der: &'d [u8]) -> Result<X509Certificate<'d>, TlsFault> {
    X509Certificate::from_der(der).map(|(_, parsed)| parsed).map_err(|fault| TlsFault::content(path, fault))
}

fn read(path: &Path) -> Result<String, TlsFault> {
    fs::read_to_string(path).map_err(TlsFault::file(path))
}

fn write_secret(path: &Path, text: &str) -> Result<(), TlsFault> {
    secrets::replace(path, text.as_bytes()).map_err(TlsFault::file(path))
}
