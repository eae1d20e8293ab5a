package dev.duly.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The name of this machine or container, found once. */
public final class HostName {
  private static final Path OF_LINUX = Path.of("/proc/sys/kernel/hostname");
  private static final String NAME = find();

  private HostName() {}

  /** Without its domain; {@code unknown} if it has none. */
  public static String get() {
    return NAME;
  }

  /** The resolver is asked last: where it is set up badly, it takes seconds. */
  private static String find() {
    return Stream.<Supplier<@Nullable String>>of(
            () -> System.getenv("HOSTNAME"),
            () -> System.getenv("COMPUTERNAME"),
            HostName::ofLinux,
            HostName::asked)
        .map(Supplier::get)
        .filter(name -> name != null && !name.isBlank())
        .map(name -> String.valueOf(name).strip().replaceFirst("\\..*", ""))
        .findFirst()
        .orElse("unknown");
  }

  private static @Nullable String ofLinux() {
    try {
      return Files.isReadable(OF_LINUX) ? Files.readString(OF_LINUX) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String asked() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
