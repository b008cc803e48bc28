package io.labroute.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of ingest, under {@code labroute.ingest}.
 *
 * @param settle how long a file must stand unchanged before it is taken, where its route does not say otherwise
 * @param largestFile larger files are rejected unread
 * @param mostRejects a file with more bad records is rejected as a whole
 * @param workers how many groups of files of a kind are loaded at the same time
 * @param groupFiles how many small files share a transaction at the most
 */
@ConfigurationProperties("labroute.ingest")
public record IngestProperties(
    @DefaultValue("2s") Duration settle,
    @DefaultValue("4GB") DataSize largestFile,
    @DefaultValue("10000") int mostRejects,
    @DefaultValue("4") int workers,
    @DefaultValue("100") int groupFiles) {}
