package io.labroute.crash;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A kind that stores nothing, and whose reader ends the engine when a file says {@value #DEADLY}. */
final class KillerKind implements Kind<String> {

  static final String DEADLY = "die";

  @Override
  public String name() {
    return "killer";
  }

  @Override
  public KindPolicy policy() {
    return new KindPolicy(false, false, null, false, "Nothing is ever rejected.");
  }

  @Override
  public RecordReader<String> reader() {
    return (source, intake) -> {
      try (var in = source.open()) {
        if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(DEADLY)) {
          Runtime.getRuntime().halt(CrashingEngine.EXIT);
        }
      }
    };
  }

  @Override
  public RecordStore<String> store() {
    return NothingToStore::new;
  }

  private record NothingToStore(List<SourceFile> files) implements Load<String> {

    @Override
    public void add(SourceFile file, String record) {
      throw new UnsupportedOperationException(record);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<String> rereading) {
      var nothing = new Outcome(0, 0, 0, 0, 0, List.of(), List.of());
      return files.stream().collect(Collectors.toMap(Function.identity(), file -> nothing));
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
