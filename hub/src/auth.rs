//! Secrets: making, hashing and checking them. Who holds what is in the venue's log; this module
//! answers "is it the right one", never "may they".

pub mod passwords;
pub mod pins;
pub mod secrets;

pub use passwords::{HashCost, Passwords, PasswordsBusy};
pub use pins::PinMemory;
