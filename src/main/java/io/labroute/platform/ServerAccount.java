package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account PostgreSQL's programs run under. They refuse to run as root, so a root engine runs them in a user
 * namespace of their own, in which root is nobody, or else as the user nobody; an ordinary user runs them directly.
 *
 * @param name for messages
 * @param prefix what stands before each command
 * @param engine user id of the engine
 * @param owner user id (and, for a root engine, group id) the server's files must belong to
 */
record ServerAccount(String name, List<String> prefix, int engine, int owner) {

  private static final int ROOT = 0;
  private static final int NOBODY = 65534;

  /** The engine's own user. */
  static ServerAccount direct(int uid) {
    return new ServerAccount("the engine's user", List.of(), uid, uid);
  }

  /** Root without its powers: files stay root's, but programs see themselves as nobody. */
  static ServerAccount userNamespace() {
    return new ServerAccount("root without its powers", List.of("unshare", "-U"), ROOT, ROOT);
  }

  /** The user nobody, for hosts that forbid user namespaces. */
  static ServerAccount nobody() {
    var setpriv = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    return new ServerAccount("the user nobody", setpriv, ROOT, NOBODY);
  }

  /**
   * Finds the account that works on this machine.
   *
   * @throws Refusal when the engine runs as root and neither way is open
   */
  static ServerAccount detect() {
    int uid = Integer.parseInt(new Command(List.of("id", "-u")).run().output());
    if (uid != ROOT) {
      return direct(uid);
    }
    return Stream.of(userNamespace(), nobody()).filter(ServerAccount::works).findFirst()
        .orElseThrow(() -> Finding.of("database.root", "The embedded database cannot run as root.")
            .maybe("run the engine as an ordinary user, allow user namespaces (unshare -U), install setpriv, or set "
                + "SPRING_DATASOURCE_URL to use a PostgreSQL server of your own.")
            .refusal());
  }

  boolean works() {
    try {
      Command.Answer answer = command("id", "-u").run();
      return answer.ok() && !answer.output().equals("0");
    } catch (Refusal notInstalled) {
      return false;
    }
  }

  Command command(String... words) {
    return new Command(words(words));
  }

  List<String> words(String... words) {
    var all = new ArrayList<>(prefix);
    all.addAll(List.of(words));
    return all;
  }

  /** Refuses a folder of somebody else, whose server this user could neither see nor stop. */
  void requireOwnable(Path folder) throws IOException {
    if (engine != ROOT && owner(folder) != owner) {
      throw Finding.of("database.foreign-files", "The folder %s belongs to another user.".formatted(folder))
          .maybe("the engine was run as root or by another user before: give the whole data folder to this user "
              + "(chown -R), or run the engine as before.")
          .refusal();
    }
  }

  /** Gives a folder of the server and all that is in it to this account, where an earlier run used another one. */
  void own(Path folder) throws IOException {
    requireOwnable(folder);
    if (owner(folder) == owner) {
      return;
    }
    List<Path> all;
    try (var tree = Files.walk(folder)) {
      all = new ArrayList<>(tree.toList());
    }
    // The folder itself comes last, so that an interrupted change is seen and done again.
    for (int i = all.size() - 1; i >= 0; i--) {
      Files.setAttribute(all.get(i), "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(all.get(i), "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Lets the account pass through a folder of the engine, without letting it list or write it. */
  void admit(Path folder) throws IOException {
    if (engine != ROOT || owner(folder) == owner) {
      return;
    }
    Files.setAttribute(folder, "unix:gid", owner);
    var permissions = Files.getPosixFilePermissions(folder);
    if (permissions.add(PosixFilePermission.GROUP_EXECUTE)) {
      Files.setPosixFilePermissions(folder, permissions);
    }
  }

  /** Refuses a folder when the account cannot pass through it or a folder above it. */
  void requireWayTo(Path folder) throws IOException {
    Path real = folder.toRealPath();
    Path step = real.getRoot();
    for (Path name : real) {
      step = step.resolve(name);
      if (!prefix.isEmpty() && !command("test", "-x", step.toString()).run().ok()) {
        throw Finding.of("database.closed-folder",
                "The embedded database runs as %s, which may not pass through the folder %s.".formatted(name(), step))
            .maybe("run the engine as the ordinary user to whom the folder belongs, move the engine's folder elsewhere "
                + "(such as /srv), or open this one (chmod o+x).")
            .refusal();
      }
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
