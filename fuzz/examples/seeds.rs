//! Writes good bytes for every target into `corpus/TARGET/`, for the fuzzer to begin with.

fn main() -> std::io::Result<()> {
    for (target, _) in sotay_fuzz::ALL {
        let folder = std::path::Path::new("corpus").join(target);
        std::fs::create_dir_all(&folder)?;
        for (at, bytes) in sotay_fuzz::seeds::of(target).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{at}")), bytes)?;
        }
    }
    Ok(())
}
