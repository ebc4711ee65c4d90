//! Of the build script: how the program's binary is linked on Linux with glibc - at a fixed place, and statically where
//! the machine has the archives for it.
//!
//! Both spare work at every start. A program that can be put anywhere has its tables of addresses mended by the loader:
//! 16,000 places in 65 pages. A program with shared libraries waits for the loader to find, map and bind them: a third of
//! a millisecond, the sixth part of a start. What is given up is that the program's own code lies at a random place; it
//! has no `unsafe` of its own, and heap and stack stay random. What is gained besides: the binary runs on any Linux.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// The libraries that rustc names when it links with glibc dynamically.
const SHARED: [&str; 7] = ["gcc_s", "util", "rt", "pthread", "m", "dl", "c"];

/// What stands for all of them in a static program. The first ones need the last.
const ARCHIVES: [&str; 4] = ["libm.a", "libc.a", "libgcc_eh.a", "libgcc.a"];

/// Tells cargo how to link the binary; tests, benches and examples are linked as usual.
///
/// # Errors
/// If `out`, the folder for what a build makes, can not be written.
pub fn link(out: &Path) -> io::Result<()> {
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") != "linux" || target("ENV") != "gnu" {
        return Ok(());
    }
    // Not by `-C target-feature=+crt-static`: a flag of the repository's `.cargo/config.toml` holds for proc macros and
    // tests too, not for `cargo install`, and the build fails where a distribution keeps `libc.a` in a package of its own.
    if let Some(archives) = archives() {
        let names = names_for(&archives, &out.join("static"))?;
        println!("cargo::rustc-link-arg-bins=-L{}", names.display());
        println!("cargo::rustc-link-arg-bins=-static");
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    Ok(())
}

/// The archives of the machine that builds, if it has them all and builds for itself.
fn archives() -> Option<Vec<PathBuf>> {
    if env::var_os("HOST") != env::var_os("TARGET") {
        return None;
    }
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let find = |name: &str| {
        let output = Command::new(&linker).arg(format!("-print-file-name={name}")).output().ok()?;
        // What is not found is printed as it was asked for.
        let path = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
        path.is_absolute().then_some(path)
    };
    ARCHIVES.iter().copied().map(find).collect()
}

/// A folder in which each shared library's name stands for the archives: a linker takes a text for a script.
fn names_for(archives: &[PathBuf], folder: &Path) -> io::Result<PathBuf> {
    let paths: Vec<String> = archives.iter().map(|path| format!("\"{}\"", path.display())).collect();
    fs::create_dir_all(folder)?;
    for name in SHARED {
        fs::write(folder.join(format!("lib{name}.a")), format!("GROUP ( {} )\n", paths.join(" ")))?;
    }
    Ok(folder.to_owned())
}
