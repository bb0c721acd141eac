#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| studium_fuzz::check("pack", bytes));
