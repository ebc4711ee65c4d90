//! The Pods of a node and what they ask for.

use serde_json::Value;

use super::common::{items, plain, text};
use crate::{
    cluster::{Kind, Object, table::since},
    shell::kubectl::client::Client,
};

/// The four amounts of a Pod or a node: cpu in thousandths, memory in bytes; requests and limits.
#[derive(Clone, Copy, Default)]
struct Amounts {
    cpu: [i64; 2],
    memory: [i64; 2],
}

/// `Non-terminated Pods:` and `Allocated resources:`.
pub fn describe(client: &mut Client<'_, '_>, node: &Object) -> String {
    let pods = client
        .list(
            Kind::Pod,
            "",
            "",
            &format!("spec.nodeName={},status.phase!=Failed,status.phase!=Succeeded", node.name()),
        )
        .unwrap_or_default();
    let now = client.now();
    let whole = |name: &str, read: fn(&str) -> i64| {
        node.json().pointer(&format!("/status/allocatable/{name}")).map_or(0, |amount| read(&plain(amount)))
    };
    let (cpu, memory) = (whole("cpu", thousandths), whole("memory", bytes));
    let share = |part: i64, whole: i64| if whole == 0 { 0 } else { part.saturating_mul(100) / whole };
    let mut sum = Amounts::default();
    let mut out = format!("Non-terminated Pods:\t({} in total)\n", pods.len());
    out.push_str("  Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n  ---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n");
    for pod in &pods {
        let own = of_pod(pod.json());
        out.push_str(&format!("  {}\t{}\t", pod.namespace(), pod.name()));
        for amount in own.cpu {
            out.push_str(&format!("\t{} ({}%)", cpu_text(amount), share(amount, cpu)));
        }
        for amount in own.memory {
            out.push_str(&format!("\t{} ({}%)", memory_text(amount), share(amount, memory)));
        }
        out.push_str(&format!("\t{}\n", since(Some(text(pod.json(), "/metadata/creationTimestamp")), &now)));
        for index in 0..2 {
            sum.cpu[index] += own.cpu[index];
            sum.memory[index] += own.memory[index];
        }
    }
    out.push_str("Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n  Resource\tRequests\tLimits\n  --------\t--------\t------\n");
    out.push_str(&format!(
        "  cpu\t{} ({}%)\t{} ({}%)\n",
        cpu_text(sum.cpu[0]),
        share(sum.cpu[0], cpu),
        cpu_text(sum.cpu[1]),
        share(sum.cpu[1], cpu)
    ));
    out.push_str(&format!(
        "  memory\t{} ({}%)\t{} ({}%)\n",
        memory_text(sum.memory[0]),
        share(sum.memory[0], memory),
        memory_text(sum.memory[1]),
        share(sum.memory[1], memory)
    ));
    out.push_str("  ephemeral-storage\t0 (0%)\t0 (0%)\n");
    let pages = node
        .json()
        .pointer("/status/allocatable")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(name, _)| name.starts_with("hugepages-"));
    pages.for_each(|(name, _)| out.push_str(&format!("  {name}\t0 (0%)\t0 (0%)\n")));
    out
}

fn of_pod(pod: &Value) -> Amounts {
    let mut sum = Amounts::default();
    for container in items(pod, "/spec/containers") {
        for (index, kind) in ["requests", "limits"].into_iter().enumerate() {
            let amount = |name: &str| {
                container.pointer(&format!("/resources/{kind}/{name}")).map(plain).unwrap_or_default()
            };
            sum.cpu[index] = sum.cpu[index].saturating_add(thousandths(&amount("cpu")));
            sum.memory[index] = sum.memory[index].saturating_add(bytes(&amount("memory")));
        }
    }
    sum
}

fn thousandths(text: &str) -> i64 {
    match text.strip_suffix('m') {
        Some(thousandths) => thousandths.parse().unwrap_or(0),
        None => text.parse::<i64>().map_or(0, |whole| whole.saturating_mul(1000)),
    }
}

fn bytes(text: &str) -> i64 {
    let units = [
        ("Ki", 1 << 10),
        ("Mi", 1 << 20),
        ("Gi", 1 << 30),
        ("k", 1000),
        ("M", 1_000_000),
        ("G", 1_000_000_000),
    ];
    for (unit, factor) in units {
        if let Some(number) = text.strip_suffix(unit) {
            return number.parse::<i64>().unwrap_or(0).saturating_mul(factor);
        }
    }
    text.parse().unwrap_or(0)
}

fn cpu_text(thousandths: i64) -> String {
    if thousandths % 1000 == 0 { (thousandths / 1000).to_string() } else { format!("{thousandths}m") }
}

fn memory_text(bytes: i64) -> String {
    match bytes {
        0 => "0".to_owned(),
        bytes if bytes % (1 << 30) == 0 => format!("{}Gi", bytes >> 30),
        bytes if bytes % (1 << 20) == 0 => format!("{}Mi", bytes >> 20),
        bytes if bytes % (1 << 10) == 0 => format!("{}Ki", bytes >> 10),
        bytes => bytes.to_string(),
    }
}
