package dev.duly.memory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which queues and types are paused. The store's lock guards it. */
final class Pauses {
  private final Set<String> queues = new HashSet<>();
  private final Set<String> types = new TreeSet<>();
  private final Audit audit;

  Pauses(Audit audit) {
    this.audit = audit;
  }

  void pause(String queue, String who) {
    queues.add(queue);
    audit.add(who, "pause", queue, 0);
  }

  void resume(String queue, String who) {
    queues.remove(queue);
    audit.add(who, "resume", queue, 0);
  }

  void pauseType(String type, String who) {
    types.add(type);
    audit.add(who, "pause-type", type, 0);
  }

  void resumeType(String type, String who) {
    types.remove(type);
    audit.add(who, "resume-type", type, 0);
  }

  boolean holdQueue(String queue) {
    return queues.contains(queue);
  }

  boolean holdType(String type) {
    return types.contains(type);
  }

  Set<String> queues() {
    return queues;
  }

  /** By name. */
  List<String> types() {
    return List.copyOf(types);
  }
}
