//! The cells of a Pod, as `printPod` of the server's printers makes them.

use k8s_openapi::{
    api::core::v1::{ContainerState, ContainerStatus, Pod, PodCondition, PodStatus},
    apimachinery::pkg::apis::meta::v1::Time,
};

use super::{Shown, since};

/// What the printer finds out about a Pod.
#[derive(Debug, Default)]
struct Summary {
    ready: usize,
    total: usize,
    reason: String,
    restarts: i64,
    /// When a container was last restarted.
    last: Option<String>,
}

pub fn ready(shown: &Shown<'_>) -> String {
    let summary = summary(shown);
    format!("{}/{}", summary.ready, summary.total)
}

pub fn status(shown: &Shown<'_>) -> String {
    summary(shown).reason
}

/// `3 (12s ago)`.
pub fn restarts(shown: &Shown<'_>) -> String {
    let summary = summary(shown);
    match &summary.last {
        Some(last) if summary.restarts != 0 => {
            format!("{} ({} ago)", summary.restarts, since(Some(last), shown.now))
        }
        _ => summary.restarts.to_string(),
    }
}

pub fn readiness_gates(shown: &Shown<'_>) -> String {
    let Some(pod) = shown.object.typed::<Pod>() else { return "<none>".to_owned() };
    let gates = pod.spec.as_ref().and_then(|spec| spec.readiness_gates.as_deref()).unwrap_or_default();
    if gates.is_empty() {
        return "<none>".to_owned();
    }
    let conditions = pod.status.as_ref().map(conditions).unwrap_or_default();
    let met = gates.iter().filter(|gate| holds(conditions, &gate.condition_type)).count();
    format!("{met}/{}", gates.len())
}

fn conditions(status: &PodStatus) -> &[PodCondition] {
    status.conditions.as_deref().unwrap_or_default()
}

fn holds(conditions: &[PodCondition], kind: &str) -> bool {
    conditions.iter().any(|one| one.type_ == kind && one.status == "True")
}

fn summary(shown: &Shown<'_>) -> Summary {
    let mut summary = Summary::default();
    let Some(pod) = shown.object.typed::<Pod>() else { return summary };
    let none = PodStatus::default();
    let status = pod.status.as_ref().unwrap_or(&none);
    let phase = status.phase.as_deref().unwrap_or_default();
    let why = status.reason.as_deref().filter(|reason| !reason.is_empty());
    why.unwrap_or(phase).clone_into(&mut summary.reason);
    let gated =
        |one: &PodCondition| one.type_ == "PodScheduled" && one.reason.as_deref() == Some("SchedulingGated");
    if conditions(status).iter().any(gated) {
        "SchedulingGated".clone_into(&mut summary.reason);
    }
    let sidecars: Vec<&str> = pod
        .spec
        .iter()
        .flat_map(|spec| spec.init_containers.iter().flatten())
        .filter(|one| one.restart_policy.as_deref() == Some("Always"))
        .map(|one| one.name.as_str())
        .collect();
    let containers = pod.spec.as_ref().map_or(0, |spec| spec.containers.len());
    summary.total = containers + sidecars.len();
    let initializing = init_containers(&mut summary, pod, status, &sidecars);
    if !initializing || holds(conditions(status), "Initialized") {
        running_containers(&mut summary, status, &sidecars);
    }
    let silent = status.container_statuses.is_none() && status.init_container_statuses.is_none();
    if silent && crate::cluster::pod::is_ready(pod) && phase == "Running" {
        // A loaded Pod that says nothing of its containers.
        summary.ready = summary.total;
    }
    if pod.metadata.deletion_timestamp.is_some() {
        if why == Some("NodeLost") {
            "Unknown".clone_into(&mut summary.reason);
        } else if !matches!(phase, "Succeeded" | "Failed") {
            "Terminating".clone_into(&mut summary.reason);
        }
    }
    summary
}

/// Whether init containers are still at work, or failed; says so then.
fn init_containers(summary: &mut Summary, pod: &Pod, status: &PodStatus, sidecars: &[&str]) -> bool {
    let wanted = pod.spec.as_ref().and_then(|spec| spec.init_containers.as_ref()).map_or(0, Vec::len);
    for (index, one) in status.init_container_statuses.iter().flatten().enumerate() {
        count_restarts(summary, one);
        let state = State::of(one.state.as_ref());
        summary.reason = match state {
            State::Ended { code: 0, .. } => continue,
            _ if sidecars.contains(&one.name.as_str()) && one.started == Some(true) => {
                summary.ready += usize::from(one.ready);
                continue;
            }
            State::Ended { .. } => format!("Init:{}", state.text()),
            State::Waiting(reason) if !reason.is_empty() && reason != "PodInitializing" => {
                format!("Init:{reason}")
            }
            _ => format!("Init:{index}/{wanted}"),
        };
        return true;
    }
    false
}

fn running_containers(summary: &mut Summary, status: &PodStatus, sidecars: &[&str]) {
    let all = status.init_container_statuses.iter().flatten();
    (summary.restarts, summary.last) = (0, None);
    for one in all.filter(|one| sidecars.contains(&one.name.as_str())) {
        count_restarts(summary, one);
    }
    let mut running = false;
    for one in status.container_statuses.iter().flatten().rev() {
        count_restarts(summary, one);
        let state = State::of(one.state.as_ref());
        match state {
            State::Waiting(reason) if !reason.is_empty() => reason.clone_into(&mut summary.reason),
            State::Ended { .. } => summary.reason = state.text(),
            State::Running if one.ready => {
                running = true;
                summary.ready += 1;
            }
            _ => {}
        }
    }
    if summary.reason == "Completed" && running {
        let ready = holds(conditions(status), "Ready");
        if ready { "Running" } else { "NotReady" }.clone_into(&mut summary.reason);
    }
}

fn count_restarts(summary: &mut Summary, one: &ContainerStatus) {
    summary.restarts += i64::from(one.restart_count);
    let ended = one.last_state.as_ref().and_then(|state| state.terminated.as_ref());
    let at = ended.and_then(|ended| ended.finished_at.as_ref()).map(|Time(time)| time.to_string());
    // RFC 3339 in UTC: the order of the texts is that of the times.
    summary.last = summary.last.take().max(at);
}

/// What a container does now.
#[derive(Debug, Clone, Copy)]
enum State<'a> {
    Waiting(&'a str),
    Running,
    Ended { reason: &'a str, signal: i32, code: i32 },
    Unknown,
}

impl<'a> State<'a> {
    fn of(state: Option<&'a ContainerState>) -> Self {
        let Some(state) = state else { return Self::Unknown };
        if let Some(waiting) = &state.waiting {
            Self::Waiting(waiting.reason.as_deref().unwrap_or_default())
        } else if let Some(ended) = &state.terminated {
            let reason = ended.reason.as_deref().unwrap_or_default();
            Self::Ended { reason, signal: ended.signal.unwrap_or(0), code: ended.exit_code }
        } else if state.running.is_some() {
            Self::Running
        } else {
            Self::Unknown
        }
    }

    /// Why it ended.
    fn text(self) -> String {
        match self {
            Self::Ended { reason: "", signal: 0, code } => format!("ExitCode:{code}"),
            Self::Ended { reason: "", signal, .. } => format!("Signal:{signal}"),
            Self::Ended { reason, .. } | Self::Waiting(reason) => reason.to_owned(),
            _ => String::new(),
        }
    }
}
