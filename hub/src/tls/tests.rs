//! Certificates as a device that trusts the authority judges them, over years of the clock.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::*;

/// 2026-11-22.
const NOW_MS: u64 = 1_795_305_600_000;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn own() -> Vec<String> {
    names(&["plato.local", "box", "192.168.1.5", "127.0.0.1", "::1"])
}

fn open(folder: &Path, names: &[String], wall_ms: u64) -> Certificates {
    Certificates::open(folder, names, wall_ms, None).unwrap()
}

fn answer(certificates: &Certificates) -> CertificateDer<'static> {
    certificates.answering.read().own.0.end_entity_cert().unwrap().clone().into_owned()
}

/// Would a device that has installed the authority accept the host's certificate for this name?
fn is_trusted(certificates: &Certificates, name: &str, wall_ms: u64) -> bool {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(certificates.root_der().to_vec())).unwrap();
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_millis(wall_ms));
    let name = ServerName::try_from(name.to_owned()).unwrap();
    verifier.verify_server_cert(&answer(certificates), &[], &name, &[], now).is_ok()
}

#[test]
fn a_device_with_the_authority_trusts_the_hub_under_all_its_names_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let certificates = open(folder.path(), &own(), NOW_MS);
    for name in own() {
        assert!(is_trusted(&certificates, &name, NOW_MS), "{name}");
        assert!(is_trusted(&certificates, &name, NOW_MS - DAY_MS), "a device whose clock is late");
    }
    for name in ["bank.example", "other.local", "192.168.1.6"] {
        assert!(!is_trusted(&certificates, name, NOW_MS), "{name}");
    }
}

#[test]
fn the_authority_vouches_for_local_names_and_those_it_was_made_with() {
    let folder = tempfile::tempdir().unwrap();
    let made_with = names(&["tables.example", "203.0.113.5"]);
    open(folder.path(), &made_with, NOW_MS);
    let wanted = names(&[
        "tables.example",
        "x.tables.example",
        "203.0.113.5",
        "203.0.113.6",
        "bank.example",
        "8.8.8.8",
        "box.lan",
        "10.1.2.3",
        "2001:db8::1",
        "fd00::1",
    ]);
    let certificates = open(folder.path(), &wanted, NOW_MS);
    let allowed = ["tables.example", "x.tables.example", "203.0.113.5", "box.lan", "10.1.2.3", "fd00::1"];
    for name in &wanted {
        assert_eq!(is_trusted(&certificates, name, NOW_MS), allowed.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn everything_is_made_once_and_keys_are_for_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = folder.path().join("secrets");
    let first = open(&secrets, &own(), NOW_MS);
    let again = open(&secrets, &own(), NOW_MS + DAY_MS);
    assert_eq!((first.root_der(), answer(&first)), (again.root_der(), answer(&again)));
    assert_eq!(first.fingerprint().len(), 64);
    assert_eq!(readable(&first.fingerprint()[..6]).len(), 8);
    #[cfg(unix)]
    for file in ["tls-authority-key.pem", "tls-host-key.pem"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(secrets.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn the_host_is_certified_anew_when_a_third_of_the_time_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let certificates = open(folder.path(), &own(), NOW_MS);
    let first = answer(&certificates);
    certificates.refresh(&own(), NOW_MS + 250 * DAY_MS);
    assert_eq!(answer(&certificates), first, "more than a third is left");
    let due_ms = NOW_MS + 265 * DAY_MS;
    certificates.refresh(&own(), due_ms);
    assert_ne!(answer(&certificates), first);
    assert!(is_trusted(&certificates, "plato.local", due_ms + 390 * DAY_MS));
    assert!(!is_trusted(&certificates, "plato.local", due_ms + 400 * DAY_MS), "397 days at most");
    let stored = open(folder.path(), &own(), due_ms);
    assert_eq!(answer(&stored), answer(&certificates), "a restart finds the new one");
}

#[test]
fn a_new_address_is_certified_and_one_that_went_is_not_worth_a_new_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let certificates = open(folder.path(), &own(), NOW_MS);
    let moved = names(&["plato.local", "box", "192.168.7.9", "127.0.0.1", "::1"]);
    certificates.refresh(&moved, NOW_MS);
    assert!(is_trusted(&certificates, "192.168.7.9", NOW_MS));
    let second = answer(&certificates);
    certificates.refresh(&names(&["plato.local"]), NOW_MS);
    assert_eq!(answer(&certificates), second);
}

#[test]
fn nothing_is_issued_beyond_the_end_of_the_authority() {
    let folder = tempfile::tempdir().unwrap();
    let certificates = open(folder.path(), &own(), NOW_MS);
    let late_ms = NOW_MS + 3_600 * DAY_MS;
    certificates.refresh(&own(), late_ms);
    assert!(is_trusted(&certificates, "box", late_ms + 50 * DAY_MS));
    assert!(!is_trusted(&certificates, "box", late_ms + 60 * DAY_MS));
    let last = answer(&certificates);
    certificates.refresh(&own(), late_ms + 51 * DAY_MS);
    assert_eq!(answer(&certificates), last, "what gains nothing is not done again and again");
}

#[test]
fn a_machine_that_starts_in_1970_makes_certificates_for_today_and_keeps_them() {
    let folder = tempfile::tempdir().unwrap();
    let certificates = open(folder.path(), &own(), 60_000);
    assert!(is_trusted(&certificates, "box", NOW_MS));
    let first = answer(&certificates);
    certificates.refresh(&own(), NOW_MS);
    assert_ne!(answer(&certificates), first, "the clock was set");
    assert!(is_trusted(&certificates, "box", NOW_MS + 300 * DAY_MS));
    let right = answer(&certificates);
    let again = open(folder.path(), &own(), 60_000);
    assert_eq!(answer(&again), right, "a reboot without a battery does not undo it");
    let more = [own(), names(&["192.168.9.9"])].concat();
    again.refresh(&more, 60_000);
    assert!(is_trusted(&again, "192.168.9.9", NOW_MS + 300 * DAY_MS), "a new name, the same time");
}

#[test]
fn an_authority_that_cannot_be_used_is_a_fault_and_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path(), &own(), NOW_MS);
    for file in ["tls-authority.pem", "tls-authority-key.pem"] {
        let path = folder.path().join(file);
        let good = fs::read(&path).unwrap();
        fs::write(&path, "broken").unwrap();
        let fault = Certificates::open(folder.path(), &own(), NOW_MS, None).unwrap_err();
        assert!(fault.to_string().contains(file), "{fault}");
        fs::remove_file(&path).unwrap();
        assert!(Certificates::open(folder.path(), &own(), NOW_MS, None).is_err(), "half of it is missing");
        fs::write(&path, good).unwrap();
    }
    for file in ["tls-host.pem", "tls-host-key.pem"] {
        fs::write(folder.path().join(file), "broken").unwrap();
        assert!(is_trusted(&open(folder.path(), &own(), NOW_MS), "box", NOW_MS), "{file} is made anew");
    }
}

/// A pair as an operator has it.
fn pair(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed(names(&[name])).unwrap();
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    fs::write(&cert, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (cert, key)
}

fn operators(certificates: &Certificates) -> CertificateDer<'static> {
    let answering = certificates.answering.read();
    answering.operator.as_ref().unwrap().0.end_entity_cert().unwrap().clone().into_owned()
}

#[test]
fn the_operators_pair_is_read_again_and_a_bad_one_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let (cert, key) = pair(folder.path(), "tables.example");
    let certificates =
        Certificates::open(&folder.path().join("secrets"), &own(), NOW_MS, Some((cert.clone(), key.clone())));
    let certificates = certificates.unwrap();
    let refreshed = || {
        certificates.refresh(&own(), NOW_MS);
        operators(&certificates)
    };
    let first = operators(&certificates);
    assert_eq!(refreshed(), first);
    assert!(certificates.is_operators("tables.example") && !certificates.is_operators("plato.local"));
    let old_key = fs::read(&key).unwrap();
    pair(folder.path(), "tables.example");
    let (new_cert, new_key) = (fs::read(&cert).unwrap(), fs::read(&key).unwrap());
    fs::write(&key, &old_key).unwrap();
    assert_eq!(refreshed(), first, "only one of the two files was replaced so far");
    for bad in ["", "broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        fs::write(&cert, bad).unwrap();
        assert_eq!(refreshed(), first, "{bad:?}");
    }
    fs::remove_file(&cert).unwrap();
    assert_eq!(refreshed(), first);
    fs::write(&cert, new_cert).unwrap();
    fs::write(&key, new_key).unwrap();
    assert_ne!(refreshed(), first);
    fs::write(&cert, "broken").unwrap();
    let fault = Certificates::open(&folder.path().join("secrets"), &own(), NOW_MS, Some((cert, key)));
    assert!(fault.is_err(), "at the start a bad pair is a fault");
}

#[test]
fn the_house_is_told_before_a_certificate_ends_that_the_hub_cannot_renew() {
    let folder = tempfile::tempdir().unwrap();
    let own_only = open(folder.path(), &own(), NOW_MS);
    assert_eq!(own_only.ends_soon(NOW_MS + 300 * DAY_MS), None, "the host's own is renewed");
    let root_ends_at_ms = own_only.root_ends_at_ms;
    let told = own_only.ends_soon(root_ends_at_ms - 60 * DAY_MS);
    assert_eq!(told, Some(CertificateEnd { is_authority: true, ends_at_ms: root_ends_at_ms }));
    assert_eq!(own_only.ends_soon(root_ends_at_ms - 60 * DAY_MS - 1), None);

    let mut params = rcgen::CertificateParams::new(names(&["tables.example"])).unwrap();
    params.not_after = rcgen::date_time_ymd(2027, 3, 1);
    let ends_at_ms = u64::try_from(params.not_after.unix_timestamp()).unwrap() * 1000;
    let key_pair = rcgen::KeyPair::generate().unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    fs::write(&cert, params.self_signed(&key_pair).unwrap().pem()).unwrap();
    fs::write(&key, key_pair.serialize_pem()).unwrap();
    let both = Certificates::open(folder.path(), &own(), NOW_MS, Some((cert, key))).unwrap();
    assert_eq!(both.ends_soon(ends_at_ms - 14 * DAY_MS - 1), None);
    let told = both.ends_soon(ends_at_ms - 14 * DAY_MS);
    assert_eq!(told, Some(CertificateEnd { is_authority: false, ends_at_ms }));
    let ended = both.ends_soon(ends_at_ms + DAY_MS);
    assert_eq!(ended, told, "and it is told until there is another one");
}
