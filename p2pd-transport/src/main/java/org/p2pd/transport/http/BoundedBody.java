package org.p2pd.transport.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads a whole body, as long as it is not larger than its bound. */
public final class BoundedBody {
  private BoundedBody() {}

  /** Collects {@code content}; an error as soon as it has more than {@code bytesMax} bytes. */
  public static Mono<byte[]> read(Flux<ByteBuf> content, int bytesMax) {
    return content
        .reduceWith(ByteArrayOutputStream::new, (body, part) -> append(body, part, bytesMax))
        .map(ByteArrayOutputStream::toByteArray);
  }

  private static ByteArrayOutputStream append(
      ByteArrayOutputStream body, ByteBuf part, int bytesMax) {
    if (body.size() + part.readableBytes() > bytesMax) {
      throw Exceptions.propagate(new IOException("body: more than " + bytesMax + " bytes"));
    }
    try {
      part.getBytes(part.readerIndex(), body, part.readableBytes());
      return body;
    } catch (IOException e) {
      throw Exceptions.propagate(e);
    }
  }
}
