//! Status of the officers' devices: when each last sent ops, and how many of them are not folded
//! yet. Reads only the ends of the logs and takes no lock.

use crate::hq::admin::directory::HqDirectory;
use crate::hq::ingest::log;
use crate::hq::ingest::log::LogEntry;
use crate::record::{DeviceStatus, FleetStatus};
use crate::store::{Store, StoreError};

/// Frames to read before the cursor, to find the last one with ops: a device may send other frames for
/// long.
const FRAMES_BEFORE: [u64; 3] = [4, 1_000, u64::MAX];

pub fn fleet_status(home: &HqDirectory, store: &Store) -> Result<FleetStatus, StoreError> {
    let cursors = store.downlink().logs()?;
    let mut devices = Vec::new();
    for officer in home.officers()? {
        let who = officer.certificate();
        let understood = cursors.get(&who.device).copied().unwrap_or(0);
        let mut at = DeviceStatus {
            number: who.number,
            name: who.name.clone(),
            device: who.device,
            is_revoked: officer.revoked.is_some() && !officer.released,
            last_heard: None,
            waiting: 0,
        };
        for before in FRAMES_BEFORE {
            at.waiting = 0;
            let after = understood.saturating_sub(before);
            for (no, logged) in log::read(&home.dir, &home.keys, &who.device, after) {
                let LogEntry::Ops(received) = logged else { continue };
                at.last_heard = Some(received.time);
                if no > understood {
                    at.waiting = at.waiting.saturating_add(received.ops.len() as u64);
                }
            }
            if at.last_heard.is_some() || after == 0 {
                break;
            }
        }
        devices.push(at);
    }
    Ok(FleetStatus { name: home.secret.name.clone(), era: home.secret.era, devices })
}
