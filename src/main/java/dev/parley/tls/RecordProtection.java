package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens the protected records of one direction with one set of keys (RFC 5246 section 6.2.3, RFC 5288, RFC 6655, RFC 7366,
 * RFC 7905, RFC 8446 section 5.2).
 */
final class RecordProtection {
    private final CipherSuite suite;
    private final boolean tls13;
    private final boolean encryptThenMac;
    private final int macBytes;
    private final Bytes macKey;
    private final SecretKeySpec key;
    private final Bytes iv;
    private final Cipher cipher;

    private RecordProtection(
            CipherSuite suite, boolean tls13, boolean encryptThenMac, int macBytes, Bytes macKey, Bytes key, Bytes iv)
            throws GeneralSecurityException {
        if (suite.cipher() == CipherSuite.Cipher.OTHER) {
            throw new GeneralSecurityException("no cipher for " + suite.name());
        }
        this.suite = suite;
        this.tls13 = tls13;
        this.encryptThenMac = encryptThenMac;
        this.macBytes = macBytes;
        this.macKey = macKey;
        this.iv = iv;
        boolean chacha = suite.cipher() == CipherSuite.Cipher.CHACHA20_POLY1305;
        this.key = new SecretKeySpec(key.toArray(), chacha ? "ChaCha20" : "AES");
        this.cipher = Cipher.getInstance(
                switch (suite.cipher()) {
                    case AES_GCM -> "AES/GCM/NoPadding";
                    case AES_CCM -> "AES/CTR/NoPadding";
                    case AES_CBC -> "AES/CBC/NoPadding";
                    case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
                    case OTHER -> throw new GeneralSecurityException("no cipher for " + suite.name());
                });
    }

    /** What a protected record held; {@code type} is the content type's number, of the inner plaintext in TLS 1.3. */
    record Opened(int type, Bytes plaintext) {}

    /**
     * The protection of TLS 1.2 with keys from the master secret (RFC 5246 section 6.3).
     *
     * @param client true for what the client writes
     * @throws GeneralSecurityException if the suite is one that is not decrypted here
     */
    static RecordProtection tls12(CipherSuite suite, Bytes master, Hello clientHello, Hello serverHello, boolean client)
            throws GeneralSecurityException {
        boolean aead = suite.cipher() != CipherSuite.Cipher.AES_CBC;
        int ivBytes =
                switch (suite.cipher()) {
                    case AES_GCM, AES_CCM -> 4;
                    case CHACHA20_POLY1305 -> 12;
                    case AES_CBC, OTHER -> 0;
                };
        int mac = suite.macBytes();
        Bytes seed = serverHello.random().plus(clientHello.random());
        Bytes block =
                KeyDerivation.prf(suite.hash(), master, "key expansion", seed, 2 * (mac + suite.keyBytes() + ivBytes));
        int own = client ? 0 : 1;
        int macAt = own * mac;
        int keyAt = 2 * mac + own * suite.keyBytes();
        int ivAt = 2 * (mac + suite.keyBytes()) + own * ivBytes;
        return new RecordProtection(
                suite,
                false,
                !aead && serverHello.has(Hello.ENCRYPT_THEN_MAC),
                !aead && serverHello.has(Hello.TRUNCATED_HMAC) ? 10 : mac,
                block.slice(macAt, macAt + mac),
                block.slice(keyAt, keyAt + suite.keyBytes()),
                block.slice(ivAt, ivAt + ivBytes));
    }

    /**
     * The protection of TLS 1.3 with keys from a traffic secret (RFC 8446 section 7.3).
     *
     * @throws GeneralSecurityException if the suite is one that is not decrypted here
     */
    static RecordProtection tls13(CipherSuite suite, Bytes trafficSecret) throws GeneralSecurityException {
        return new RecordProtection(
                suite,
                true,
                false,
                0,
                Bytes.empty(),
                KeyDerivation.expandLabel(suite.hash(), trafficSecret, "key", suite.keyBytes()),
                KeyDerivation.expandLabel(suite.hash(), trafficSecret, "iv", 12));
    }

    /** Opens a record; nothing if it does not authenticate with {@code sequence}. */
    Optional<Opened> open(long sequence, ContentType type, int version, Bytes fragment) {
        try {
            if (tls13) {
                return inner(aead(sequence, fragment, 0, additional13(type, version, fragment.length())));
            }
            if (suite.cipher() == CipherSuite.Cipher.AES_CBC) {
                return Optional.of(new Opened(type.number(), cbc(sequence, type, version, fragment)));
            }
            int prefix = suite.prefixBytes();
            int length = fragment.length() - prefix - suite.tagBytes();
            if (length < 0) {
                return Optional.empty();
            }
            Bytes plaintext = aead(sequence, fragment, prefix, additional12(sequence, type, version, length));
            return Optional.of(new Opened(type.number(), plaintext));
        } catch (GeneralSecurityException notAuthentic) {
            return Optional.empty();
        }
    }

    private Bytes aead(long sequence, Bytes fragment, int prefix, byte[] additional) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        iv.copyTo(nonce, 0);
        if (prefix > 0) {
            fragment.slice(0, prefix).copyTo(nonce, 12 - prefix);
        } else {
            for (int i = 0; i < 8; i++) {
                nonce[11 - i] ^= (byte) (sequence >> (8 * i));
            }
        }
        byte[] sealed = fragment.from(prefix).toArray();
        if (sealed.length < suite.tagBytes()) {
            throw new GeneralSecurityException("shorter than its tag");
        }
        if (suite.cipher() == CipherSuite.Cipher.AES_CCM) {
            return ccm(nonce, sealed, additional);
        }
        cipher.init(
                Cipher.DECRYPT_MODE,
                key,
                suite.cipher() == CipherSuite.Cipher.AES_GCM
                        ? new GCMParameterSpec(8 * suite.tagBytes(), nonce)
                        : new IvParameterSpec(nonce));
        cipher.updateAAD(additional);
        return Bytes.wrap(cipher.doFinal(sealed));
    }

    /** CCM (RFC 3610) with a nonce of 12 bytes, from counter mode and CBC-MAC: Java has no CCM. */
    private Bytes ccm(byte[] nonce, byte[] sealed, byte[] additional) throws GeneralSecurityException {
        int tag = suite.tagBytes();
        int length = sealed.length - tag;
        byte[] counter = new byte[16];
        counter[0] = 2;
        System.arraycopy(nonce, 0, counter, 1, 12);
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter));
        byte[] tagMask = cipher.update(new byte[16]);
        byte[] plaintext = cipher.doFinal(sealed, 0, length);
        int additionalBlocks = (2 + additional.length + 15) / 16 * 16;
        ByteBuffer blocks = ByteBuffer.allocate(16 + additionalBlocks + (length + 15) / 16 * 16);
        blocks.put((byte) (0x42 | ((tag - 2) / 2) << 3)).put(nonce);
        blocks.put((byte) (length >> 16)).putShort((short) length);
        blocks.putShort((short) additional.length).put(additional);
        blocks.position(16 + additionalBlocks).put(plaintext);
        Cipher chain = Cipher.getInstance("AES/CBC/NoPadding");
        chain.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
        byte[] chained = chain.doFinal(blocks.array());
        byte[] expected = new byte[tag];
        for (int i = 0; i < tag; i++) {
            expected[i] = (byte) (chained[chained.length - 16 + i] ^ tagMask[i]);
        }
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(sealed, length, sealed.length))) {
            throw new GeneralSecurityException("tag differs");
        }
        return Bytes.wrap(plaintext);
    }

    private Bytes cbc(long sequence, ContentType type, int version, Bytes fragment) throws GeneralSecurityException {
        int sealed = fragment.length() - (encryptThenMac ? macBytes : 0);
        if (sealed < 32 || sealed % 16 != 0) {
            throw new GeneralSecurityException("not whole blocks");
        }
        if (encryptThenMac) {
            verify(sequence, type, version, fragment.slice(0, sealed), fragment.from(sealed));
        }
        byte[] blocks = fragment.slice(0, sealed).toArray();
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(blocks, 0, 16));
        Bytes padded = Bytes.wrap(cipher.doFinal(blocks, 16, sealed - 16));
        int padding = padded.u8(padded.length() - 1) + 1;
        int end = padded.length() - padding - (encryptThenMac ? 0 : macBytes);
        if (end < 0) {
            throw new GeneralSecurityException("padding longer than the record");
        }
        for (int i = padded.length() - padding; i < padded.length(); i++) {
            if (padded.u8(i) != padding - 1) {
                throw new GeneralSecurityException("padding differs");
            }
        }
        if (!encryptThenMac) {
            verify(sequence, type, version, padded.slice(0, end), padded.slice(end, end + macBytes));
        }
        return padded.slice(0, end);
    }

    private void verify(long sequence, ContentType type, int version, Bytes content, Bytes told)
            throws GeneralSecurityException {
        Mac mac = KeyDerivation.hmac(suite.mac(), macKey);
        mac.update(additional12(sequence, type, version, content.length()));
        byte[] computed = Arrays.copyOf(mac.doFinal(content.toArray()), macBytes);
        if (!MessageDigest.isEqual(computed, told.toArray())) {
            throw new GeneralSecurityException("MAC differs");
        }
    }

    private static byte[] additional12(long sequence, ContentType type, int version, int length) {
        return ByteBuffer.allocate(13)
                .putLong(sequence)
                .put((byte) type.number())
                .putShort((short) version)
                .putShort((short) length)
                .array();
    }

    private static byte[] additional13(ContentType type, int version, int length) {
        return ByteBuffer.allocate(5)
                .put((byte) type.number())
                .putShort((short) version)
                .putShort((short) length)
                .array();
    }

    /** TLSInnerPlaintext: content, its type, zeros. */
    private static Optional<Opened> inner(Bytes bytes) {
        int last = bytes.length() - 1;
        while (last >= 0 && bytes.u8(last) == 0) {
            last--;
        }
        return last < 0 ? Optional.empty() : Optional.of(new Opened(bytes.u8(last), bytes.slice(0, last)));
    }

    /** Without the keys: this text may reach a log. */
    @Override
    public String toString() {
        return "RecordProtection[" + suite.name() + "]";
    }
}
