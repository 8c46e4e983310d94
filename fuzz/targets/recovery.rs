#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sotay_fuzz::recovery(bytes));
