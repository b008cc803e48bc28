package io.labroute.ingest;

/** Where a file goes when it has ended; a folder below its inbox folder. */
public enum Shelf {
  DONE(".done"),
  DUPLICATE(".duplicate"),
  REJECTED(".rejected");

  private final String folder;

  Shelf(String folder) {
    this.folder = folder;
  }

  public String folder() {
    return folder;
  }

  static Shelf of(FileState state) {
    return switch (state) {
      case COMPLETED -> DONE;
      case DUPLICATE -> DUPLICATE;
      case REJECTED -> REJECTED;
      case RECEIVED, PROCESSING -> throw new IllegalArgumentException(state + " has no shelf");
    };
  }
}
