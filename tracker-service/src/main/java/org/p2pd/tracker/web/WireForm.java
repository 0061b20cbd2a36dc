package org.p2pd.tracker.web;

import java.util.List;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.http.MediaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** The two forms a body may have. */
public enum WireForm {
  /** {@code application/json}, the usual one. */
  JSON(MediaType.APPLICATION_JSON, WireFormat.json()),
  /** {@code application/cbor} (RFC 8949), with raw digests. */
  CBOR(MediaType.APPLICATION_CBOR, WireFormat.configured(CBORMapper.builder()));

  private final MediaType mediaType;
  private final ObjectMapper mapper;

  WireForm(MediaType mediaType, ObjectMapper mapper) {
    this.mediaType = mediaType;
    this.mapper = mapper;
  }

  /** The form that an {@code Accept} header prefers; JSON where it names neither. */
  public static WireForm preferred(List<MediaType> accepted) {
    for (MediaType range : accepted) {
      if (range.getQualityValue() == 0) {
        continue;
      }
      if (range.isCompatibleWith(JSON.mediaType)) {
        return JSON;
      }
      if (range.equalsTypeAndSubtype(CBOR.mediaType)) {
        return CBOR;
      }
    }
    return JSON;
  }

  /** Its media type. */
  public MediaType mediaType() {
    return mediaType;
  }

  /** Reads and writes it. */
  public ObjectMapper mapper() {
    return mapper;
  }
}
