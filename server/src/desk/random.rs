//! Random bytes from the operating system.

use desk::access::Randomness;

/// The operating system's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Going on with bytes that somebody can guess would be worse than ending.
            tracing::error!(%error, "the operating system gives no random bytes");
            std::process::abort();
        }
    }
}
