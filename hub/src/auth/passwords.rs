//! Hashing of passwords and PINs: argon2id with a pepper, one at a time on a thread of its own.
//!
//! Cost: 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, argon2id minimum). One hash at
//! a time keeps a small box free for orders while strangers guess.

use std::sync::Arc;

use argon2::password_hash::{Output, ParamsString, PasswordHash, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use parking_lot::Mutex;
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
    workspace: Arc<Mutex<Workspace>>,
}

/// The memory that a hash works in. It is kept while others wait for their turn: to get it from the system
/// anew for each costs as much as a quarter of the hash, and holds up the hub's other threads.
#[derive(Default)]
struct Workspace(Vec<Block>);

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
            workspace: Arc::default(),
        }
    }

    /// The same with a queue of its own, so that guests who guess do not hold up the staff.
    pub fn apart(&self) -> Self {
        let (turn, waiting) = (Arc::new(Semaphore::new(1)), Arc::new(Semaphore::new(WAITING_MAX)));
        Self { turn, waiting, workspace: Arc::default(), ..self.clone() }
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
        let params = self.passwords.params.clone();
        self.in_turn(move |pepper, workspace| {
            let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
            let output = workspace.output(pepper, &params, secret.as_bytes(), salt.as_salt());
            let hash = PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: ParamsString::try_from(&params).expect("the cost can be written"),
                salt: Some(salt.as_salt()),
                hash: Some(output.expect("a short secret can always be hashed")),
            };
            hash.to_string()
        })
        .await
    }

    /// Is this the secret of that hash?
    pub async fn is_right(self, secret: &str, hash: &str) -> Result<bool, PasswordsBusy> {
        let (secret, hash) = (secret.to_owned(), hash.to_owned());
        self.in_turn(move |pepper, workspace| {
            let Ok(hash) = PasswordHash::new(&hash) else { return false };
            let (Some(salt), Some(wanted), Ok(params)) = (hash.salt, hash.hash, Params::try_from(&hash))
            else {
                return false;
            };
            // Compared in constant time.
            workspace.output(pepper, &params, secret.as_bytes(), salt) == Some(wanted)
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        self,
        work: impl FnOnce(&[u8], &mut Workspace) -> T + Send + 'static,
    ) -> Result<T, PasswordsBusy> {
        let turn = self.passwords.turn.clone().acquire_owned().await.map_err(|_| PasswordsBusy)?;
        let Passwords { pepper, workspace, waiting, threads, .. } = self.passwords.clone();
        let done = threads.compute(move || {
            let _turn = turn;
            let mut workspace = workspace.lock();
            let done = work(&pepper, &mut workspace);
            if waiting.available_permits() + 1 >= WAITING_MAX {
                *workspace = Workspace::default();
            }
            done
        });
        done.await.ok_or(PasswordsBusy)
    }
}

impl Workspace {
    /// What a secret comes to with that salt; none when it cannot be hashed.
    fn output(&mut self, pepper: &[u8], params: &Params, secret: &[u8], salt: Salt<'_>) -> Option<Output> {
        let mut bytes = [0; Salt::MAX_LENGTH];
        let salt = salt.decode_b64(&mut bytes).ok()?;
        let argon =
            Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params.clone()).ok()?;
        self.0.resize(params.block_count(), Block::default());
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let fill =
            |out: &mut [u8]| Ok(argon.hash_password_into_with_memory(secret, salt, out, &mut self.0)?);
        Output::init_with(length, fill).ok()
    }
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

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
    async fn a_hash_is_the_one_that_the_library_makes() {
        let passwords = cheap(1);
        let argon =
            Argon2::new_with_secret(&[1; 32], Algorithm::Argon2id, Version::V0x13, passwords.params.clone());
        let argon = argon.unwrap();
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let theirs = argon.hash_password(b"4711", &salt).unwrap().to_string();
        assert_eq!(is_right(&passwords, "4711", &theirs).await, Ok(true));
        assert_eq!(is_right(&passwords, "4712", &theirs).await, Ok(false));
        let ours = passwords.hash("4711").await.unwrap();
        let ours = PasswordHash::new(&ours).unwrap();
        assert!(argon.verify_password(b"4711", &ours).is_ok());
        assert!(argon.verify_password(b"4712", &ours).is_err());
    }

    #[tokio::test]
    async fn memory_is_given_back_when_nobody_waits_any_more() {
        let passwords = cheap(1);
        let waiting = passwords.queue().unwrap();
        passwords.hash("4711").await.unwrap();
        assert!(!passwords.workspace.lock().0.is_empty(), "somebody waits");
        waiting.hash("4711").await.unwrap();
        assert!(passwords.workspace.lock().0.is_empty());
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
