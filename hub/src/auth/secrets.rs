//! Tokens, keys, PINs and ids from random bits, and the pepper.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use plato_sync_protocol::limits::{STAFF_PIN_DIGITS_MAX, STAFF_PIN_DIGITS_MIN};
use plato_sync_protocol::vector::to_hex;
use rand::RngCore;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The pepper's file in the folder of secrets.
const PEPPER_FILE: &str = "pepper";

/// Fills bytes with chance.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Where chance enters. Everything that a running hub makes up comes from here, so that a simulation
/// can choose it.
#[derive(Clone)]
pub struct Chance(Arc<Fill>);

impl Default for Chance {
    /// The operating system's generator.
    fn default() -> Self {
        Self::of(|bytes| rand::rng().fill_bytes(bytes))
    }
}

impl Chance {
    /// From whatever fills the bytes. They have to be as good as the secrets that are made of them.
    pub fn of(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0)(&mut bytes);
        bytes
    }
}

/// `N` random bytes from the operating system's generator.
pub fn random<const N: usize>() -> [u8; N] {
    Chance::default().bytes()
}

/// A token: 256 random bits as 64 hexadecimal digits.
pub fn new_token(chance: &Chance) -> String {
    to_hex(&chance.bytes::<32>())
}

/// What is kept of a token: its SHA-256, as hexadecimal digits. None when it is no token at all.
pub fn token_hash(token: &str) -> Option<String> {
    let is_token = token.len() == 64 && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_token.then(|| to_hex(&Sha256::digest(token.as_bytes())))
}

/// A table key: 128 random bits as 32 hexadecimal digits.
pub fn new_table_key(chance: &Chance) -> String {
    to_hex(&chance.bytes::<16>())
}

/// Compares secrets without telling by the time it takes where they differ.
pub fn is_same_secret(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// A PIN that is not the first that anyone would try.
pub fn new_pin(chance: &Chance, digits: u8) -> String {
    loop {
        let digits: Vec<u8> = (0..digits).map(|_| digit(chance)).collect();
        if !is_trivial(&digits) {
            return digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        }
    }
}

/// Letters and digits of codes that people read and type: none that is taken for another.
const CODE_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of the code that enrols a device: 40 bits. It lasts ten minutes and is checked without
/// hashing for long, so a guesser who gets 2,000 answers a second the whole time, which no hub gives,
/// finds one of a million codes. No count is needed, and so nobody can use up a count for others.
pub const DEVICE_CODE_CHARS: usize = 8;
/// Characters of the code of an invite: 30 bits, for two minutes, and ten tries.
pub const INVITE_CODE_CHARS: usize = 6;
/// Characters of the code that makes the first owner: 60 bits, because it lasts as long as the hub runs.
pub const OWNER_CODE_CHARS: usize = 12;

/// A code for a person to read and type.
pub fn new_code(chance: &Chance, chars: usize) -> String {
    (0..chars).map(|_| char::from(CODE_ALPHABET[usize::from(chance.bytes::<1>()[0] & 31)])).collect()
}

/// Bytes as a code, five bits of each.
pub fn code_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(CODE_ALPHABET[usize::from(byte & 31)])).collect()
}

/// A code in groups of four, for showing.
pub fn shown_code(code: &str) -> String {
    let groups: Vec<&str> =
        (0..code.len()).step_by(4).filter_map(|at| code.get(at..code.len().min(at + 4))).collect();
    groups.join("-")
}

/// A code as it was typed, without what does not count. The alphabet has neither 0 nor 1, I nor O.
pub fn typed_code(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// What is kept of a code.
pub fn code_hash(code: &str) -> String {
    to_hex(&Sha256::digest(code.as_bytes()))
}

/// A secret that follows from another and from what only the hub knows, as 64 hexadecimal digits: the same
/// whenever it is asked for, so that an answer that was lost can be given again.
pub fn derived(pepper: &[u8], purpose: &str, from: &[&str]) -> String {
    let mut hash = Sha256::new().chain_update(pepper).chain_update(purpose);
    for part in from {
        // The length sets parts apart.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    to_hex(&hash.finalize())
}

/// Stands for a name that no account has: keyed, because people type passwords into the wrong field.
pub fn name_mark(pepper: &[u8], name: &str) -> String {
    let name = name.trim().to_lowercase();
    let mark = Sha256::new().chain_update(pepper).chain_update(b"sign-in name").chain_update(name).finalize();
    to_hex(&mark[..8])
}

/// Is this a PIN that a person may choose: 4 to 6 digits, and none that anyone would try first?
pub fn is_fit_pin(pin: &str) -> bool {
    let digits: Vec<u8> = pin.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
    let is_pin = (STAFF_PIN_DIGITS_MIN..=STAFF_PIN_DIGITS_MAX).contains(&pin.len());
    is_pin && digits.iter().all(|digit| *digit < 10) && !is_trivial(&digits)
}

/// A digit, each as likely as the others: bytes from which some would come more often are left out.
fn digit(chance: &Chance) -> u8 {
    loop {
        let [byte] = chance.bytes::<1>();
        if byte < 250 {
            return byte % 10;
        }
    }
}

/// One digit repeated, a run up or down, two digits in turn, or three twice.
fn is_trivial(digits: &[u8]) -> bool {
    let all = |step: fn(u8, u8) -> bool| digits.windows(2).all(|pair| step(pair[0], pair[1]));
    let alternates = digits.windows(3).all(|three| three[0] == three[2]);
    let is_twice = digits.len() == 6 && digits[..3] == digits[3..];
    is_twice || all(|a, b| a == b) || all(|a, b| b == a + 1) || all(|a, b| a == b + 1) || alternates
}

/// Reads the pepper from the folder of secrets, or makes it. It stays out of the data folder, so
/// that a stolen backup does not open with 10,000 guesses.
pub fn pepper(folder: &Path) -> io::Result<Vec<u8>> {
    let file = folder.join(PEPPER_FILE);
    match fs::read(&file) {
        Ok(pepper) if pepper.len() >= 32 => Ok(pepper),
        Ok(_) => Err(io::Error::other(format!("{} is shorter than 32 bytes", file.display()))),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => make_pepper(folder, &file),
        Err(fault) => Err(fault),
    }
}

/// The same of a hub that has one already.
pub fn kept_pepper(folder: &Path) -> io::Result<Vec<u8>> {
    if !folder.join(PEPPER_FILE).exists() {
        let fault = format!(
            "there are no secrets of a Plato hub in {}. Name their folder (--secrets)",
            folder.display()
        );
        return Err(io::Error::new(io::ErrorKind::NotFound, fault));
    }
    pepper(folder)
}

fn make_pepper(folder: &Path, file: &Path) -> io::Result<Vec<u8>> {
    fs::create_dir_all(folder)?;
    let pepper = random::<32>().to_vec();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(file)?;
    written.write_all(&pepper)?;
    written.sync_all()?;
    Ok(pepper)
}

/// Writes a file that only its owner may read, in one step: whoever reads it finds the old or the new
/// one whole.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = file.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(&new)?;
    written.write_all(bytes)?;
    written.sync_all()?;
    fs::rename(&new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_kept_only_as_hashes() {
        let token = new_token(&Chance::default());
        assert_eq!(token.len(), 64);
        assert_ne!(token_hash(&token).unwrap(), token);
        assert_eq!(token_hash("short"), None);
        assert_eq!(token_hash(&"G".repeat(64)), None);
    }

    #[test]
    fn trivial_pins_are_not_made() {
        for trivial in [[0, 0, 0, 0], [1, 2, 3, 4], [9, 8, 7, 6], [1, 2, 1, 2]] {
            assert!(is_trivial(&trivial), "{trivial:?}");
        }
        for fine in [[1, 2, 3, 5], [4, 9, 0, 2], [1, 1, 2, 2]] {
            assert!(!is_trivial(&fine), "{fine:?}");
        }
        for trivial in [[1, 1, 1, 1, 1, 1], [3, 4, 5, 6, 7, 8], [7, 1, 7, 1, 7, 1], [4, 8, 2, 4, 8, 2]] {
            assert!(is_trivial(&trivial), "{trivial:?}");
        }
        for digits in [4, 6] {
            let pin = new_pin(&Chance::default(), digits);
            assert!(pin.len() == usize::from(digits) && pin.bytes().all(|digit| digit.is_ascii_digit()));
        }
    }

    #[test]
    fn pins_that_chance_makes_trivial_are_thrown_away() {
        // Bytes give digits as they are: first 123456, then 482482, then a good one.
        let bytes = std::sync::Mutex::new([1, 2, 3, 4, 5, 6, 4, 8, 2, 4, 8, 2, 9, 0, 2, 1, 0, 2].into_iter());
        let chance = Chance::of(move |wanted| wanted.fill(bytes.lock().unwrap().next().unwrap()));
        assert_eq!(new_pin(&chance, 6), "902102");
    }

    #[test]
    fn a_code_is_read_back_however_it_was_typed() {
        let code = new_code(&Chance::default(), OWNER_CODE_CHARS);
        assert_eq!(code.len(), 12);
        assert!(!code.contains(['0', '1', 'I', 'O']), "{code}");
        let shown = shown_code(&code);
        assert_eq!(shown.len(), 14, "{shown}");
        for typed in [shown.clone(), shown.to_lowercase(), format!(" {} ", shown.replace('-', " "))] {
            assert_eq!(typed_code(&typed), code);
        }
        assert_eq!(shown_code("ABCDE"), "ABCD-E");
        assert_ne!(code_hash(&code), code);
    }

    #[test]
    fn a_name_that_nobody_has_is_marked_with_the_pepper_whatever_its_case() {
        let mark = name_mark(&[1; 32], " Hunter2 ");
        assert_eq!(mark, name_mark(&[1; 32], "hunter2"));
        assert_ne!(mark, name_mark(&[2; 32], "hunter2"));
        assert_eq!(mark.len(), 16);
    }

    #[test]
    fn a_pin_that_a_person_chooses_has_four_to_six_digits_and_is_no_run() {
        for fit in ["4913", "49135", "491357", "1122"] {
            assert!(is_fit_pin(fit), "{fit}");
        }
        for unfit in ["", "491", "4913578", "49a3", "٤٩١٣", "1234", "987654", "0000", "1212"] {
            assert!(!is_fit_pin(unfit), "{unfit}");
        }
    }

    #[test]
    fn the_pepper_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let secrets = folder.path().join("secrets");
        let pepper_made = pepper(&secrets).unwrap();
        assert_eq!(pepper(&secrets).unwrap(), pepper_made);
        fs::write(secrets.join(PEPPER_FILE), b"short").unwrap();
        assert!(pepper(&secrets).is_err());
    }
}
