package io.labroute.routing;

import io.labroute.ingest.InboxFolder;
import io.labroute.ingest.IngestLane;
import io.labroute.ingest.Lanes;
import java.io.File;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a file route to its ingest lane: filters what has settled, sorts it into its order, and hands it over. An exchange
 * is done when its file has ended, so that Camel's draining waits for files in work.
 */
final class InboxProcessor extends AsyncProcessorSupport
    implements PollingConsumerPollStrategy, GenericFileFilter<File>, Comparator<GenericFile<File>> {

  private static final Logger log = LoggerFactory.getLogger(InboxProcessor.class);

  private final @Nullable Lanes lanes;
  private final InboxFolder folder;
  private volatile @Nullable IngestLane lane;

  /** @param lanes null in a trial, which opens none: that would clear shelves on which files are just being put */
  InboxProcessor(@Nullable Lanes lanes, InboxFolder folder) {
    this.lanes = lanes;
    this.folder = folder;
  }

  @Override
  protected void doStart() throws Exception {
    if (lanes != null) {
      folder.prepare();
      lane = lanes.open(folder);
    }
  }

  @Override
  protected void doStop() {
    IngestLane open = lane;
    if (open != null && lanes != null) {
      lanes.close(open);
      lane = null;
    }
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    IngestLane open = lane;
    return open != null && open.beginLook();
  }

  @Override
  public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
    // The ledger knows what was taken.
  }

  @Override
  public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
    log.warn("{} cannot be looked into: {}", endpoint, cause.toString());
    return false;
  }

  @Override
  public boolean accept(GenericFile<File> file) {
    IngestLane open = lane;
    return open != null && (file.isDirectory() ? open.enters(path(file)) : open.accepts(path(file)));
  }

  @Override
  public int compare(GenericFile<File> one, GenericFile<File> other) {
    IngestLane open = lane;
    return open == null ? 0 : open.order().compare(path(one), path(other));
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    IngestLane open = lane;
    if (open == null || !(exchange.getIn().getBody() instanceof GenericFile<?> file)) {
      callback.done(true);
      return true;
    }
    open.submit(path(file), () -> callback.done(false));
    return false;
  }

  /** As the lane knows it: Camel gives paths as the route states its folder. */
  private static Path path(GenericFile<?> file) {
    return ((File) file.getFile()).toPath().toAbsolutePath().normalize();
  }
}
