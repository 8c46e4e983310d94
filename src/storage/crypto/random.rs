//! Random bytes of the system.

use std::cell::RefCell;

use zeroize::Zeroize;

use super::super::error::StoreError;

/// Random bytes of the system, for keys.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Random bytes for salts and nonces, at most `POOL_BYTES`. An imported record needs five of them,
/// so they are drawn from the system in bulk. The pool zeroizes what it hands out, because the salt
/// of an erased personal answer must not be found in memory.
pub(crate) fn random_salt<const N: usize>() -> Result<[u8; N], StoreError> {
    RANDOM_POOL.with_borrow_mut(|pool| {
        if pool.bytes.len() - pool.used < N {
            // if `fill` fails, nothing of the pool may be handed out
            pool.used = pool.bytes.len();
            fill(&mut pool.bytes)?;
            pool.used = 0;
        }
        let next = pool.bytes.get_mut(pool.used..).and_then(<[u8]>::first_chunk_mut::<N>);
        let next = next.ok_or(StoreError::NoRandomness)?;
        pool.used += N;
        let bytes = *next;
        next.zeroize();
        Ok(bytes)
    })
}

fn fill(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|_| StoreError::NoRandomness)
}

const POOL_BYTES: usize = 1024;

/// Random bytes not yet handed out; one pool per thread.
struct RandomPool {
    bytes: [u8; POOL_BYTES],
    used: usize,
}

thread_local! {
    static RANDOM_POOL: RefCell<RandomPool> =
        const { RefCell::new(RandomPool { bytes: [0; POOL_BYTES], used: POOL_BYTES }) };
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_salt_is_handed_out_twice() {
        let one = || (0..2_000).map(|_| random_salt::<16>().unwrap()).collect::<Vec<_>>();
        let other = std::thread::spawn(one);
        let all: HashSet<[u8; 16]> = one().into_iter().chain(other.join().unwrap()).collect();
        assert_eq!(all.len(), 4_000);
        // values of different sizes do not overlap
        let mut bytes = Vec::new();
        for _ in 0..200 {
            bytes.push(random_salt::<24>().unwrap().to_vec());
            bytes.push(random_salt::<16>().unwrap().to_vec());
        }
        let parts: HashSet<Vec<u8>> =
            bytes.iter().flat_map(|b| b.chunks(8)).map(<[u8]>::to_vec).collect();
        assert_eq!(parts.len(), 200 * 5);
    }
}
