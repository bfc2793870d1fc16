//! `plato discover` finds a hub by multicast DNS. Only over the loopback interface: tests do not talk
//! to the neighbours.

use plato_tests::hub_address;
use plato_tests::process::{Starting, plato, printed, run};

use super::data;

#[test]
fn a_hub_on_this_machine_is_found_by_its_venue() {
    let (_folder, data) = data();
    let mut address = hub_address();
    // The announcement carries this address, and only 127.0.0.1 is on the interface for certain.
    address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    let https = hub_address();
    let hub = Starting::on(&data, address).env("PLATO_MDNS", "true").flag("--https", &https.to_string());
    let hub = hub.demo().start();
    let look = || {
        let output = run(plato("discover").args(["--loopback", "--seconds", "2"]));
        assert!(output.status.success(), "{}", printed(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let is_ours = |line: &&str| line.contains(&format!("plato.local:{}", address.port()));
    let found = look();
    let line = found.lines().find(is_ours).unwrap_or_else(|| panic!("not found: {found}"));
    assert!(line.starts_with("Osteria Airone Zoppo") && line.contains(&address.to_string()), "{line}");
    assert!(line.ends_with(&format!("\thttps://plato.local:{}", https.port())), "{line}");
    let (status, took) = hub.terminate();
    assert!(status.success() && took.as_millis() < 1000, "{took:?}");
    let gone = look();
    assert!(!gone.lines().any(|line| is_ours(&line)), "it has said goodbye: {gone}");
}

#[test]
fn a_hub_that_is_told_to_be_quiet_is_not_found() {
    let (_folder, data) = data();
    let mut address = hub_address();
    address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    let _hub = Starting::on(&data, address).demo().start();
    let output = run(plato("discover").args(["--loopback", "--seconds", "1"]));
    let found = String::from_utf8(output.stdout).unwrap();
    assert!(!found.contains(&format!(":{}", address.port())), "{found}");
}
