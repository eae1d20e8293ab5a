package dev.duly.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * Keeps SQLite's native library in a folder of ours. The driver otherwise unpacks it at every start
 * and searches the temporary folder for old copies, which takes longer than a command does. Only
 * where the launcher names the folder, {@code -Dduly.native=DIR}, which it empties with each build.
 */
final class NativeSqlite {
  private static final System.Logger LOG = System.getLogger(NativeSqlite.class.getName());

  private NativeSqlite() {}

  static void prepare() {
    String folder = System.getProperty("duly.native");
    if (folder == null || folder.isEmpty()) {
      return;
    }
    String name = System.mapLibraryName("sqlitejdbc");
    Path ours = Path.of(folder, System.getProperty("os.arch"));
    try {
      if (Files.exists(ours.resolve(name)) || unpack(ours, name)) {
        System.setProperty("org.sqlite.lib.path", ours.toString());
        System.setProperty("org.sqlite.lib.name", name);
        System.setProperty("org.sqlite.tmpdir", ours.toString());
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "SQLite's library is unpacked anew each time", e);
    }
  }

  /** Whole or not at all: another command may start at the same moment. */
  private static boolean unpack(Path folder, String name) throws IOException {
    String platform = OSInfo.getNativeLibFolderPathForCurrentOS(); // asks other programs
    String resource = "/org/sqlite/native/" + platform + "/" + name;
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        return false; // a platform for which the driver knows what to do
      }
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, name, "");
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }
}
