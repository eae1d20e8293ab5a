package dev.duly.cli.top;

import dev.duly.backend.Backend;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.cli.job.ScheduleText;
import dev.duly.cli.picture.Columns;
import dev.duly.job.EncodedJob;
import dev.duly.lifecycle.SchedulePlan;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Schedules: when each comes next, and how its last job stands; they can be paused, and run. */
final class SchedulesPage implements Page {
  private static final int SHOWN = 100;
  private static final int TICKS = 10;

  private final Backend backend;
  private final Schedules room;
  private final String who;
  private List<ScheduleRecord> schedules = List.of();
  private List<String> table = List.of("");

  SchedulesPage(Backend backend, Schedules room, String who) {
    this.backend = backend;
    this.room = room;
    this.who = who;
  }

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public String keys() {
    return "enter open   P pause or resume   N run now";
  }

  @Override
  public void look(Picture picture) {
    schedules = room.list("", SHOWN);
    Instant now = room.now();
    List<List<String>> rows = new ArrayList<>();
    rows.add(ScheduleText.HEADER);
    schedules.forEach(record -> rows.add(ScheduleText.row(record, now)));
    table = Columns.of(rows);
  }

  @Override
  public List<String> table() {
    return table;
  }

  @Override
  public List<String> ids() {
    return schedules.stream().map(ScheduleRecord::id).toList();
  }

  @Override
  public Done press(int key, int row) {
    if (row < 0) {
      return Done.NOTHING;
    }
    String id = schedules.get(row).id();
    return room.find(id)
        .map(
            record ->
                switch (key) {
                  case Key.ENTER ->
                      new Done.Shows(
                          Visible.of(
                              ScheduleText.card(record, room.ledger(id, TICKS), room.now())));
                  case 'P' -> record.paused() ? resume(record) : pause(id);
                  case 'N' -> run(record);
                  default -> Done.NOTHING;
                })
        .orElseGet(() -> new Done.Said("there is no schedule " + id + " any more"));
  }

  private Done pause(String id) {
    room.pause(id, who);
    return new Done.Said("paused " + id + "; P resumes it");
  }

  private Done resume(ScheduleRecord record) {
    room.resume(record.id(), SchedulePlan.first(room, record.definition()), who);
    return new Done.Said("resumed " + record.id());
  }

  private Done run(ScheduleRecord record) {
    EncodedJob job = SchedulePlan.extra(record.definition(), room.now(), who);
    return new Done.Said(ScheduleText.ofRun(job, backend.enqueue(List.of(job)).get(0)));
  }
}
