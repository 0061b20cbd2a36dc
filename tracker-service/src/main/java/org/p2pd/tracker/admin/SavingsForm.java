package org.p2pd.tracker.admin;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** The forms in which savings are told; {@code Accept} says which. */
enum SavingsForm implements Producible<SavingsForm> {
  JSON(MimeTypeUtils.APPLICATION_JSON),
  CSV(new MimeType("text", "csv"));

  private final MimeType type;

  SavingsForm(MimeType type) {
    this.type = type;
  }

  @Override
  public MimeType getProducedMimeType() {
    return type;
  }

  @Override
  public boolean isDefault() {
    return this == JSON;
  }
}
