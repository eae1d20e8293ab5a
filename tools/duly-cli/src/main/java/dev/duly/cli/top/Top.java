package dev.duly.cli.top;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.cli.picture.Ansi;
import dev.duly.job.JobRecord;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Proposal;
import dev.duly.monitor.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks every second, draws, and does what keys say. Not thread-safe. */
public final class Top {
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Watch watch;
  private final Optional<JobsPage> jobs;
  private final List<Page> pages;
  private final TerminalTable sheet;
  private int page;
  private int row;
  private String said = "";
  private @Nullable String shown;
  private @Nullable StringBuilder typing;
  private Picture picture;

  /**
   * Who looks, and at what.
   *
   * @param where the store, as people would write it
   * @param proposal how commands are typed that act on this store
   * @param who acts, for the audit
   */
  public record Viewer(String where, Proposal proposal, String who, Ansi ink) {}

  /**
   * Of this backend.
   *
   * @param card everything about a job, as text
   */
  public Top(Backend backend, Viewer viewer, Function<JobRecord, String> card) {
    this.watch = new Watch(backend);
    this.pages = pages(backend, viewer, card);
    this.jobs =
        pages.stream().filter(JobsPage.class::isInstance).map(JobsPage.class::cast).findFirst();
    this.sheet = new TerminalTable(viewer.where(), viewer.ink());
    this.picture = watch.look();
    pages.get(0).look(picture);
  }

  /** The overview; of a store also the pages that show its jobs and act on them. */
  private static List<Page> pages(
      Backend backend, Viewer viewer, Function<JobRecord, String> card) {
    Rooms rooms = backend.rooms();
    OverviewPage overview = new OverviewPage(viewer.proposal(), viewer.ink());
    if (rooms.inspector().isEmpty() || rooms.operator().isEmpty()) {
      return List.of(overview);
    }
    Inspector inspector = rooms.inspector().get();
    Operator operator = rooms.operator().get();
    String who = viewer.who();
    List<Page> pages = new ArrayList<>();
    pages.add(overview);
    pages.add(new QueuesPage(operator, who));
    pages.add(new JobsPage(inspector, operator, who, card));
    pages.add(new ErrorsPage(inspector, operator, who));
    pages.add(new WorkersPage());
    rooms.schedules().ifPresent(room -> pages.add(new SchedulesPage(backend, room, who)));
    return List.copyOf(pages);
  }

  /** What is seen without a terminal: the overview, once. */
  public static List<String> once(Picture picture, Proposal proposal) {
    return OverviewPage.text(picture, proposal, Ansi.PLAIN);
  }

  /** Until {@code q} is pressed, or no key can come any more. */
  public void run(Console console) throws IOException {
    long nextLook = System.nanoTime() + LOOK_NANOS;
    draw(console);
    while (true) {
      int key = console.key(Math.max(1, (nextLook - System.nanoTime()) / 1_000_000));
      if (key == Key.END || key == Key.CTRL_C || (key == 'q' && typing == null)) {
        return;
      }
      if (key != Key.NONE) {
        press(key);
      }
      if (System.nanoTime() >= nextLook) {
        look();
        nextLook = System.nanoTime() + LOOK_NANOS;
      }
      draw(console);
    }
  }

  private void look() {
    try {
      picture = watch.look();
      Page here = pages.get(page);
      String chosen = row < here.ids().size() ? here.ids().get(row) : "";
      here.look(picture);
      row = Math.max(here.ids().indexOf(chosen), 0);
    } catch (BackendException e) {
      said = e.getMessage() + " – what you see is from " + picture.at();
    }
  }

  private void press(int key) {
    said = "";
    if (typing != null) {
      type(typing, key);
    } else if (shown != null) {
      shown = null;
    } else if (key == '?') {
      shown = TerminalTable.HELP;
    } else if (!moves(key)) {
      act(key);
    }
  }

  private boolean moves(int key) {
    int rows = pages.get(page).rows().size();
    if (key == Key.TAB || key == Key.RIGHT) {
      open((page + 1) % pages.size());
    } else if (key == Key.LEFT) {
      open((page + pages.size() - 1) % pages.size());
    } else if (key >= '1' && key < '1' + pages.size()) {
      open(key - '1');
    } else if (key == Key.DOWN || key == 'j') {
      row = Math.min(row + 1, Math.max(0, rows - 1));
    } else if (key == Key.UP || key == 'k') {
      row = Math.max(0, row - 1);
    } else if (key == '/' && jobs.isPresent()) {
      open(pages.indexOf(jobs.get()));
      typing = new StringBuilder(jobs.get().query());
    } else {
      return false;
    }
    return true;
  }

  private void open(int number) {
    page = number;
    look();
    row = 0;
  }

  private void act(int key) {
    Page here = pages.get(page);
    int chosen = Math.min(row, here.rows().size() - 1);
    try {
      Page.Done done = here.press(key, chosen);
      if (done instanceof Page.Done.Said it) {
        look();
        said = it.text();
      } else if (done instanceof Page.Done.Shows it) {
        shown = it.text();
      } else if (done instanceof Page.Done.Jobs it && jobs.isPresent()) {
        jobs.get().filter(it.query());
        open(pages.indexOf(jobs.get()));
      }
    } catch (BackendException e) {
      said = String.valueOf(e.getMessage());
    }
  }

  private void type(StringBuilder text, int key) {
    if (key == Key.ESCAPE) {
      typing = null;
    } else if (key == Key.ENTER) {
      try {
        jobs.orElseThrow().filter(text.toString().strip());
        typing = null;
        look();
        row = 0;
      } catch (IllegalArgumentException e) {
        said = String.valueOf(e.getMessage());
      }
    } else if (key == Key.BACKSPACE) {
      text.setLength(Math.max(0, text.length() - 1));
    } else if (key >= ' ') {
      text.appendCodePoint(key);
    }
  }

  private void draw(Console console) {
    Page here = pages.get(page);
    row = Math.max(0, Math.min(row, here.rows().size() - 1));
    String foot = said;
    if (typing != null) {
      foot = "/" + typing + "▏ enter filters, esc leaves" + (said.isEmpty() ? "" : " – " + said);
    } else if (said.isEmpty() && here instanceof JobsPage page && !page.query().isEmpty()) {
      foot = "only " + page.query();
    }
    console.draw(
        sheet.lines(picture, pages, here, row, shown, foot, console.width(), console.height()));
  }
}
