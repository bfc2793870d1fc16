//! Hashing of passwords and PINs: argon2id with a pepper, one at a time on a thread of its own.
//!
//! Cost: 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, argon2id minimum). One hash at
//! a time keeps a small box free for orders while strangers guess.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::secrets::Chance;
use crate::threads::Threads;

/// Hashes that may wait for their turn.
const WAITING_MAX: usize = 32;

/// What a hash costs.
#[derive(Debug, Clone, Copy)]
pub struct HashCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for HashCost {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// Too many hashes are waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at once")]
pub struct PasswordsBusy;

/// Makes and checks hashes.
#[derive(Clone)]
pub struct Passwords {
    pepper: Arc<[u8]>,
    params: Params,
    chance: Chance,
    threads: Threads,
    turn: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Passwords {
    /// With that pepper and cost, salts from `chance`, working on `threads`.
    pub fn new(pepper: &[u8], cost: HashCost, chance: Chance, threads: Threads) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None);
        Self {
            pepper: pepper.into(),
            params: params.expect("the cost is a constant, or chosen by a test"),
            chance,
            threads,
            turn: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }

    /// The same with a queue of its own, so that guests who guess do not hold up the staff.
    pub fn apart(&self) -> Self {
        let (turn, waiting) = (Arc::new(Semaphore::new(1)), Arc::new(Semaphore::new(WAITING_MAX)));
        Self { turn, waiting, ..self.clone() }
    }

    /// Stands for a name that no account has.
    pub fn name_mark(&self, name: &str) -> String {
        super::secrets::name_mark(&self.pepper, name)
    }

    /// A secret that follows from another ([`super::secrets::derived`]).
    pub fn derived(&self, purpose: &str, from: &[&str]) -> String {
        super::secrets::derived(&self.pepper, purpose, from)
    }

    /// Hash of a secret, as a PHC string.
    pub async fn hash(&self, secret: &str) -> Result<String, PasswordsBusy> {
        self.queue()?.hash(secret).await
    }

    /// A place in the queue. Whoever counts guesses takes it first, so that a guess that is turned
    /// away is not counted.
    pub fn queue(&self) -> Result<Place, PasswordsBusy> {
        let place = self.waiting.clone().try_acquire_owned().map_err(|_| PasswordsBusy)?;
        Ok(Place { passwords: self.clone(), _place: place })
    }
}

/// A place in the queue for one hash.
pub struct Place {
    passwords: Passwords,
    _place: OwnedSemaphorePermit,
}

impl Place {
    /// Hash of a secret, as a PHC string.
    pub async fn hash(self, secret: &str) -> Result<String, PasswordsBusy> {
        let (secret, salt) = (secret.to_owned(), self.passwords.chance.bytes::<16>());
        self.in_turn(move |argon| {
            let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
            let hash = argon.hash_password(secret.as_bytes(), &salt);
            hash.expect("a short secret can always be hashed").to_string()
        })
        .await
    }

    /// Is this the secret of that hash?
    pub async fn is_right(self, secret: &str, hash: &str) -> Result<bool, PasswordsBusy> {
        let (secret, hash) = (secret.to_owned(), hash.to_owned());
        self.in_turn(move |argon| {
            let hash = PasswordHash::new(&hash);
            hash.is_ok_and(|hash| argon.verify_password(secret.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        self,
        work: impl FnOnce(&Argon2<'_>) -> T + Send + 'static,
    ) -> Result<T, PasswordsBusy> {
        let turn = self.passwords.turn.clone().acquire_owned().await.map_err(|_| PasswordsBusy)?;
        let (pepper, params) = (self.passwords.pepper.clone(), self.passwords.params.clone());
        let threads = self.passwords.threads;
        let done = threads.compute(move || {
            let _turn = turn;
            let argon = Argon2::new_with_secret(&pepper, Algorithm::Argon2id, Version::V0x13, params);
            work(&argon.expect("a pepper of 32 bytes is allowed"))
        });
        done.await.ok_or(PasswordsBusy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: HashCost = HashCost { memory_kib: 8, passes: 1 };

    fn cheap(pepper: u8) -> Passwords {
        Passwords::new(&[pepper; 32], CHEAP, Chance::default(), Threads::Several)
    }

    async fn is_right(passwords: &Passwords, secret: &str, hash: &str) -> Result<bool, PasswordsBusy> {
        passwords.queue()?.is_right(secret, hash).await
    }

    #[tokio::test]
    async fn a_secret_is_recognised_only_with_its_pepper() {
        let passwords = cheap(1);
        let hash = passwords.hash("4711").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert_eq!(is_right(&passwords, "4711", &hash).await, Ok(true));
        assert_eq!(is_right(&passwords, "4712", &hash).await, Ok(false));
        assert_eq!(is_right(&cheap(2), "4711", &hash).await, Ok(false));
        assert_eq!(is_right(&passwords, "4711", "nonsense").await, Ok(false));
    }

    #[tokio::test]
    async fn the_real_cost_is_the_one_that_owasp_names() {
        let real = Passwords::new(&[1; 32], HashCost::default(), Chance::default(), Threads::Several);
        let hash = real.hash("4711").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }

    #[tokio::test]
    async fn a_crowd_of_guests_does_not_hold_up_the_staff() {
        let guests = cheap(1);
        let staff = guests.apart();
        let _held: Vec<_> = (0..WAITING_MAX).map(|_| guests.waiting.try_acquire().unwrap()).collect();
        let _turn = guests.turn.try_acquire().unwrap();
        assert_eq!(guests.hash("4711").await, Err(PasswordsBusy));
        let hash = staff.hash("4711").await.unwrap();
        assert_eq!(is_right(&staff, "4711", &hash).await, Ok(true), "with the same pepper");
    }

    #[tokio::test]
    async fn a_crowd_is_turned_away() {
        let passwords = cheap(1);
        let held: Vec<_> = (0..WAITING_MAX).map(|_| passwords.waiting.try_acquire().unwrap()).collect();
        assert_eq!(passwords.hash("4711").await, Err(PasswordsBusy));
        drop(held);
        assert!(passwords.hash("4711").await.is_ok());
    }
}
