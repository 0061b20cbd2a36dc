package org.p2pd.protocol.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.p2pd.protocol.MalformedValueException;

/** A provider's Ed25519 key (RFC 8032), which signs its publications. */
public final class PublisherKey {
  /** The length of the secret seed and of the raw public key, in bytes. */
  public static final int BYTES = 32;

  /** The DER header of an Ed25519 SubjectPublicKeyInfo, RFC 8410 §4; the raw key follows. */
  private static final byte[] X509_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private final KeyPair keys;

  private PublisherKey(KeyPair keys) {
    this.keys = keys;
  }

  /** The key whose secret is {@code seed}, {@link #BYTES} random bytes. */
  public static PublisherKey ofSeed(byte[] seed) {
    if (seed.length != BYTES) {
      throw new MalformedValueException("signing key", seed.length + " bytes", BYTES + " bytes");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new SeedOnly(seed));
      return new PublisherKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 15 and later have Ed25519", e);
    }
  }

  /** A new key's secret: base64 of {@link #BYTES} bytes of {@code random}, as in a key file. */
  public static String newSeed(SecureRandom random) {
    byte[] seed = new byte[BYTES];
    random.nextBytes(seed);
    return Base64.getEncoder().encodeToString(seed);
  }

  /** Whether {@code signature} over {@code text} was made with the key {@code publisher}; false for malformed ones. */
  public static boolean verify(String publisher, String signature, String text) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(publicKey(Base64.getDecoder().decode(publisher)));
      ed25519.update(text.getBytes(UTF_8));
      return ed25519.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    if (raw.length != BYTES) {
      throw new IllegalArgumentException(
          "public key of " + raw.length + " bytes (expected: " + BYTES + ")");
    }
    byte[] encoded = Arrays.copyOf(X509_HEADER, X509_HEADER.length + BYTES);
    System.arraycopy(raw, 0, encoded, X509_HEADER.length, BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  /** Base64 of the raw public key, as in {@link Publication#publisher}. */
  public String publicKeyBase64() {
    byte[] encoded = keys.getPublic().getEncoded();
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOfRange(encoded, X509_HEADER.length, encoded.length));
  }

  /** The publication with this key as publisher and this key's signature. */
  public Publication sign(Publication publication) {
    return publication.signed(publicKeyBase64(), signature(publication.signedText()));
  }

  /** This key vouches for all {@code publisherKeys} of the provider with these names. */
  public KeyEndorsement endorse(List<String> authorities, List<String> publisherKeys) {
    return new KeyEndorsement(
        publicKeyBase64(), signature(KeyEndorsement.text(authorities, publisherKeys)));
  }

  private String signature(String text) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(keys.getPrivate());
      ed25519.update(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(ed25519.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs anything", e);
    }
  }

  /** Hands the generator the seed as its randomness: the JDK offers no other way from a seed to a public key. */
  private static final class SeedOnly extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    SeedOnly(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
