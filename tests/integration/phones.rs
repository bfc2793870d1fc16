//! Guests' phones with the real client: one cart on several of them, through cuts, restarts and
//! reloads.

mod apart;
mod ordering;
mod together;

use plato_tests::device::portions;
use plato_tests::{Party, TestDevice, TestHub};

async fn pair(hub: &TestHub, party: &Party<'_>) -> (TestDevice, TestDevice) {
    (TestDevice::seated(hub, party, "Ada").await, TestDevice::seated(hub, party, "Ben").await)
}

/// Waits until both show the same cart with so many portions, all of it on the hub's disk.
async fn level(one: &TestDevice, other: &TestDevice, count: u32) -> Vec<String> {
    for device in [one, other] {
        let what = format!("{count} portions");
        device.until(&what, |view| view.cart.portions == count && view.cart.unsaved_edits == 0).await;
    }
    assert_eq!(portions(&one.view()), portions(&other.view()));
    portions(&one.view())
}
