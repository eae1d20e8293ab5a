package dev.duly.lab.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A new certificate that vouches for itself: for the address 127.0.0.1, not for the name localhost.
 *
 * @param certificate in PEM, as a server reads it
 * @param key in PEM, as a server reads it
 * @param store in PKCS12, as Java reads what it trusts
 */
public record OwnCertificate(Path certificate, Path key, Path store) {
  private static final String PASSWORD = "password";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  /**
   * Makes one with the JDK's own keytool.
   *
   * @param folder where its files come
   * @param name theirs and its own
   */
  public static OwnCertificate make(Path folder, String name) throws IOException {
    OwnCertificate made =
        new OwnCertificate(
            folder.resolve(name + ".crt"),
            folder.resolve(name + ".key"),
            folder.resolve(name + ".p12"));
    keytool(made.store, name);
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(made.store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      byte[] certificate = keys.getCertificate(name).getEncoded();
      byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
      Files.writeString(made.certificate, pem("CERTIFICATE", certificate));
      Files.writeString(made.key, pem("PRIVATE KEY", key));
      keys.setCertificateEntry("trust", keys.getCertificate(name));
      try (OutputStream out = Files.newOutputStream(made.store)) {
        keys.store(out, PASSWORD.toCharArray());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return made;
  }

  private static void keytool(Path store, String name) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        keytool.destroyForcibly();
        throw new IOException("keytool failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /**
   * Shows it to each that connects, and says no more, until it is closed.
   *
   * @return on a free port of loopback
   */
  public ServerSocket listen() throws IOException {
    ServerSocket listening;
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      listening =
          context
              .getServerSocketFactory()
              .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    Thread thread = new Thread(() -> show(listening), "certificate");
    thread.setDaemon(true);
    thread.start();
    return listening;
  }

  private static void show(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.getInputStream().read();
      } catch (IOException e) {
        // refused, as it should be, or closed
      }
    }
  }

  /**
   * This JVM trusts it, and nothing else, until that is closed: by its default context, which is
   * made once, and by the properties, which some clients read again.
   */
  public Trust trust() throws IOException {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      Trust trust = new Trust(SSLContext.getDefault());
      SSLContext.setDefault(context);
      System.setProperty(TRUST_STORE, store.toString());
      System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
      return trust;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** What this JVM trusted before. */
  public record Trust(SSLContext before) implements AutoCloseable {
    @Override
    public void close() {
      SSLContext.setDefault(before);
      System.clearProperty(TRUST_STORE);
      System.clearProperty(TRUST_STORE_PASSWORD);
    }
  }
}
