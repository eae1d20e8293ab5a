package dev.duly.redis;

import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.Retention;
import dev.duly.job.Due;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator does: in each queue one script, with its line in the audit. */
final class RedisOperator implements Operator {
  private final Redis redis;
  private final Queues queues;
  private final RetentionKeys retained;
  private final RedisInspector inspector;
  private final Told told;

  /**
   * Told of what an operator does.
   *
   * @param arrived when there may be something to claim
   * @param asked when a running job is asked to stop
   */
  record Told(Runnable arrived, Runnable asked) {}

  RedisOperator(Redis redis, Queues queues, RedisInspector inspector, Told told) {
    this.redis = redis;
    this.queues = queues;
    this.retained = new RetentionKeys(redis);
    this.inspector = inspector;
    this.told = told;
  }

  @Override
  public List<Acted> requeue(List<JobId> ids, String who) {
    List<Acted> acts = act("requeue", ids, who, new byte[0]);
    told.arrived().run();
    return acts;
  }

  @Override
  public Acted requeue(JobId id, Payload edited, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(edited);
    Acted acted = withPayload("requeue", id, edited, who);
    told.arrived().run();
    return acted;
  }

  @Override
  public Acted edit(JobId id, Payload payload, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(payload);
    return withPayload("edit", id, payload, who);
  }

  private Acted withPayload(String verb, JobId id, Payload payload, String who) {
    Optional<JobRecord> job = inspector.find(id);
    if (job.isEmpty()) {
      return Acted.NOT_FOUND;
    }
    return act(verb, List.of(id), who, Body.of(job.get().job()).withPayload(payload).bytes())
        .get(0);
  }

  @Override
  public List<Acted> cancel(List<JobId> ids, String who) {
    List<Acted> acts = act("cancel", ids, who, new byte[0]);
    if (acts.contains(Acted.ASKED)) {
      told.asked().run();
    }
    return acts;
  }

  @Override
  public List<Acted> reschedule(List<JobId> ids, Due due, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(due);
    String argument =
        due instanceof Due.In in
            ? "+" + in.delay().toMillis()
            : Long.toString(((Due.At) due).instant().toEpochMilli());
    List<Acted> acts = act("reschedule", ids, who, Bytes.latin(argument));
    told.arrived().run();
    return acts;
  }

  @Override
  public List<Acted> delete(List<JobId> ids, String who) {
    return act("delete", ids, who, new byte[0]);
  }

  /** Each queue acts on those that are its own. */
  private List<Acted> act(String verb, List<JobId> ids, String who, byte[] argument) {
    Acted[] acts = new Acted[ids.size()];
    Arrays.fill(acts, Acted.NOT_FOUND);
    if (ids.isEmpty()) {
      return List.of();
    }
    byte[] number = Audit.newAct();
    for (String queue : queues.all()) {
      List<Integer> left = new ArrayList<>();
      List<byte[]> arguments =
          new ArrayList<>(
              List.of(
                  number,
                  Bytes.utf8(who),
                  Bytes.latin(verb),
                  Bytes.latin(ids.get(0).value()),
                  argument));
      for (int i = 0; i < acts.length; i++) {
        if (acts[i] == Acted.NOT_FOUND) {
          left.add(i);
          arguments.add(Ids.bytes(ids.get(i)));
        }
      }
      if (left.isEmpty()) {
        break;
      }
      byte[] letters = (byte[]) redis.run(verb, Script.ACT, queue, arguments);
      for (int i = 0; i < letters.length; i++) {
        acts[left.get(i)] = acted(letters[i]);
      }
    }
    return Arrays.asList(acts);
  }

  private static Acted acted(byte letter) {
    return switch (letter) {
      case 'D' -> Acted.DONE;
      case 'A' -> Acted.ASKED;
      case 'W' -> Acted.WRONG_STATE;
      default -> Acted.NOT_FOUND;
    };
  }

  @Override
  public List<Enqueued> importDead(List<DeadJob> letters, String who) {
    RedisBackend.CAPABILITIES.requireAcceptable(letters.stream().map(DeadJob::job).toList());
    Map<String, EnqueueCommand.Batch> bulks = new LinkedHashMap<>();
    for (int i = 0; i < letters.size(); i++) {
      DeadJob letter = letters.get(i);
      bulks
          .computeIfAbsent(letter.job().queue(), queue -> new EnqueueCommand.Batch())
          .add(i, letter.job(), Letters.arguments(letter));
    }
    Enqueued[] answers = new Enqueued[letters.size()];
    byte[] number = Audit.newAct();
    bulks.forEach(
        (queue, bulk) -> {
          List<byte[]> arguments =
              new ArrayList<>(
                  List.of(number, Bytes.utf8(who), Bytes.latin(letters.get(0).job().id().value())));
          arguments.addAll(bulk.arguments());
          bulk.answer(queues.runKnown("import", Script.IMPORT, queue, arguments), answers);
        });
    return Arrays.asList(answers);
  }

  @Override
  public void pause(String queue, String who) {
    pause(queue, who, true);
  }

  @Override
  public void resume(String queue, String who) {
    pause(queue, who, false);
    told.arrived().run();
  }

  private void pause(String queue, String who, boolean pause) {
    Names.requireQueue(queue);
    queues.makeKnown(queue);
    redis.run(
        pause ? "pause" : "resume",
        Script.PAUSE,
        queue,
        List.of(Audit.newAct(), Bytes.utf8(who), Bytes.latin(pause ? "1" : "0")));
  }

  @Override
  public void pauseType(String type, String who) {
    queues.pauseType(Names.requireType(type), who, true);
  }

  @Override
  public void resumeType(String type, String who) {
    queues.pauseType(Names.requireType(type), who, false);
    told.arrived().run();
  }

  @Override
  public void keep(Retention retention, String who) {
    retained.set(retention, who);
  }
}
