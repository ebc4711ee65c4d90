//! Ports as a lab writes them: `3306`, `http`, `53/UDP`, lists of these.

/// The protocol of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Transport {
    #[default]
    Tcp,
    Udp,
    Sctp,
}

/// A port by number or by the name that the destination gives it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortAsked {
    Number(u16),
    Named(String),
}

/// A list of ports with their protocols; an empty one means every port.
pub type Ports = Vec<(u16, Transport)>;

impl Transport {
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// As Kubernetes writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }

    /// # Errors
    /// Which there are.
    pub fn read(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|one| one.name().eq_ignore_ascii_case(text));
        known.ok_or_else(|| format!("`{text}` is no protocol: write TCP, UDP or SCTP"))
    }
}

impl PortAsked {
    /// # Errors
    /// What a port is.
    pub fn read(text: &str) -> Result<Self, String> {
        if let Ok(number @ 1..) = text.parse() {
            return Ok(Self::Number(number));
        }
        let named = text.len() <= 15
            && text.bytes().any(|byte| byte.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        named
            .then(|| Self::Named(text.to_owned()))
            .ok_or_else(|| format!("`{text}` is no port: write 1 to 65535 or the name of a port"))
    }
}

/// Reads `53/UDP, 53/TCP`, `3306`: without a protocol it is TCP.
///
/// # Errors
/// What a port is.
pub fn read_list(text: &str) -> Result<Ports, String> {
    text.split(',').map(|part| read_one(part.trim())).collect()
}

fn read_one(text: &str) -> Result<(u16, Transport), String> {
    let (number, transport) = match text.split_once('/') {
        Some((number, transport)) => (number, Transport::read(transport)?),
        None => (text, Transport::Tcp),
    };
    match number.parse() {
        Ok(number @ 1..) => Ok((number, transport)),
        _ => Err(format!("`{text}` is no port: write a number, such as `3306` or `53/UDP`")),
    }
}
