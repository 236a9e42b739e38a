//! A server of PostgreSQL for the tests: installed when it is missing, started on a free port of this machine, stopped.
//!
//! ```text
//!   find or install ──► folder of its own ──► initdb ──► server ──► the words, with its address ──► stop, remove
//! ```
//! It listens on the loopback alone, keeps nothing, and never touches a server that runs already. The server refuses to
//! run as root, so it runs as the user that its package made. Read next: `run`.

use crate::run::{Failure, Step};
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The variable that tells the tests where the server is.
pub(crate) const SERVER: &str = "EVENSTRIDE_TEST_POSTGRES";

/// How long a server may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// The user that Debian's package makes.
const USER: &str = "postgres";
/// Where Debian keeps the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Starts a server, hands its address to the work, and stops it whatever comes of it.
///
/// # Errors
/// There is no server and none could be installed or started, or the work fails.
pub(crate) fn with_server(root: &Path, work: impl FnOnce(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    println!("\n── a server of PostgreSQL for the tests");
    let programs = programs(root)?;
    let server = Server::start(&programs)
        .map_err(|error| Failure::says("postgres", &format!("failed to start PostgreSQL: {error}")))?;
    println!("PostgreSQL listens at {}", server.address);
    work(&server.address)
}

/// The folder with `initdb` and `postgres`, after an attempt to install them.
fn programs(root: &Path) -> Result<PathBuf, Failure> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    println!("PostgreSQL is missing: trying to install it");
    let quiet = |words: &'static [&'static str]| {
        Step::program("apt-get", words).with_env("DEBIAN_FRONTEND", "noninteractive").run(root)
    };
    quiet(&["update", "-qq"])
        .and_then(|()| quiet(&["install", "-qq", "-y", "--no-install-recommends", "postgresql"]))
        .inspect_err(|_| eprintln!("hint: install PostgreSQL, then run the task again"))?;
    find_programs()
        .ok_or_else(|| Failure::says("postgres", "failed to find initdb after installing PostgreSQL"))
}

/// Looks among the versions of Debian, newest first, then where programs are found.
fn find_programs() -> Option<PathBuf> {
    let entries = std::fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let folders = versions.into_iter().rev().map(|(_, folder)| folder).chain(on_path.into_iter().flatten());
    let has_both = |folder: &PathBuf| {
        ["initdb", "postgres"]
            .iter()
            .all(|name| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION).is_file())
    };
    folders.into_iter().find(has_both)
}

/// A server that runs; dropped, it ends and its folder goes.
struct Server {
    address: String,
    folder: PathBuf,
    programs: PathBuf,
    owner: Option<Owner>,
    child: Option<Child>,
}

/// The user as whom the server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Owner {
    user: u32,
    group: u32,
}

impl Server {
    fn start(programs: &Path) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("evenstride-postgres-{}", std::process::id()));
        let owner = owner()?;
        let mut server = Self {
            address: String::new(),
            folder: folder.clone(),
            programs: programs.to_owned(),
            owner,
            child: None,
        };
        std::fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        give(&folder, owner)?;
        let data = folder.join("data");
        let output = server
            .command("initdb")
            .arg("--pgdata")
            .arg(&data)
            .args(["--auth=trust", "--username=evenstride", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .output()
            .map_err(|error| format!("initdb: {error}"))?;
        if !output.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        let port = free_port()?;
        let log = File::create(folder.join("log")).map_err(|error| error.to_string())?;
        let child = server
            .command("postgres")
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k"])
            .arg(&folder)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("postgres: {error}"))?;
        server.child = Some(child);
        server.wait(port)?;
        server.address = format!("postgres://evenstride@127.0.0.1:{port}/postgres");
        Ok(server)
    }

    /// One of its programs, as the user as whom it runs.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.current_dir(&self.folder).stdin(Stdio::null());
        #[cfg(unix)]
        if let Some(owner) = self.owner {
            use std::os::unix::process::CommandExt as _;
            command.uid(owner.user).gid(owner.group);
        }
        command
    }

    /// Waits until it takes connections.
    fn wait(&mut self, port: u16) -> Result<(), String> {
        let until = Instant::now() + PATIENCE;
        let port = port.to_string();
        while Instant::now() < until {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten());
            if let Some(status) = ended {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("it ended with {status}: {}", log.trim()));
            }
            let words = ["-q", "-h", "127.0.0.1", "-p", &port, "-d", "postgres"];
            if self.command("pg_isready").args(words).status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("it did not take a connection within {} s", PATIENCE.as_secs()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let data = self.folder.join("data");
            let stopped =
                self.command("pg_ctl").arg("-D").arg(&data).args(["-m", "fast", "-w", "-s", "stop"]).status();
            if !stopped.is_ok_and(|status| status.success()) {
                let _ = child.kill();
            }
            let _ = child.wait();
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("warning: failed to remove {}: {error}", self.folder.display());
        }
    }
}

/// A port that nobody listens at right now.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// Whom the server must run as: nobody else, unless this is root.
fn owner() -> Result<Option<Owner>, String> {
    if number_of(&["-u"])? != 0 {
        return Ok(None);
    }
    let (user, group) = (number_of(&["-u", USER])?, number_of(&["-g", USER])?);
    Ok(Some(Owner { user, group }))
}

/// A number that `id` prints; a system without it has no root either.
fn number_of(words: &[&str]) -> Result<u32, String> {
    if !cfg!(unix) {
        return Ok(u32::MAX);
    }
    let output = Command::new("id").args(words).output().map_err(|error| format!("id: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| format!("`id {}` gives no number", words.join(" ")))
}

/// Hands a folder to the user as whom the server runs.
fn give(folder: &Path, owner: Option<Owner>) -> Result<(), String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(failed)?;
        if let Some(Owner { user, group }) = owner {
            std::os::unix::fs::chown(folder, Some(user), Some(group)).map_err(failed)?;
        }
    }
    #[cfg(not(unix))]
    let _ = (folder, owner);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_can_be_listened_at() {
        let port = free_port().unwrap();
        assert!(TcpListener::bind(("127.0.0.1", port)).is_ok());
    }

    #[test]
    fn only_root_needs_another_user() {
        if cfg!(unix) {
            let is_root = number_of(&["-u"]).unwrap() == 0;
            assert!(is_root || owner() == Ok(None));
            assert!(number_of(&["-u", "no-such-user-here"]).is_err());
        }
    }
}
