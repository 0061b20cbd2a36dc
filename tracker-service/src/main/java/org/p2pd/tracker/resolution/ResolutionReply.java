package org.p2pd.tracker.resolution;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;

/**
 * The answer of {@link ResolutionRoutes}: the publication's own fields, and beside them what came along.
 *
 * @param manifest its JSON form as it is kept, not read and written once more
 */
record ResolutionReply(
    @JsonUnwrapped Publication publication,
    @JsonRawValue @Nullable String manifest,
    @Nullable List<HostEntry> hosts) {}
