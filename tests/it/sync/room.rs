//! Headquarters' free disk space: how long it accepts data.

use sotay::hq::ingest::intake::has_enough_free;

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

#[test]
fn a_twentieth_of_the_disk_stays_free() {
    for total in [4 * GIB, 20 * GIB, 40 * GIB] {
        assert!(!has_enough_free(total / 20, total), "{total}");
        assert!(has_enough_free(total / 20 + 1, total), "{total}");
    }
}

#[test]
fn a_large_disk_is_not_called_full_while_there_is_room() {
    for total in [100 * GIB, 16_000 * GIB, u64::MAX] {
        assert!(has_enough_free(2 * GIB + 1, total), "{total}");
        assert!(!has_enough_free(2 * GIB, total), "{total}");
    }
}

#[test]
fn a_tiny_disk_keeps_what_a_journal_file_takes() {
    for total in [0, 64 * MIB, 512 * MIB, GIB] {
        assert!(!has_enough_free(64 * MIB, total), "{total}");
        assert!(has_enough_free(64 * MIB + 1, total), "{total}");
    }
}
