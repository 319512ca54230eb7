package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A private key on the link")
class KeyMaskTest {
    private static String masked(String text, int piece) {
        return masked(SecretMask.ofKeys(), text, piece);
    }

    private static String masked(SecretMask mask, String text, int piece) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < text.length(); at += piece) {
            out.append(mask.masked(Bytes.latin1(text.substring(at, Math.min(text.length(), at + piece))))
                    .latin1());
        }
        return out.toString();
    }

    @Test
    @DisplayName("is hidden to its end where headers say that it is encrypted")
    void encrypted() {
        String head = "-----BEGIN RSA PRIVATE KEY-----\n";
        String body = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\nMIIEsecret\n";
        String end = "-----END RSA PRIVATE KEY-----\r\nAT\r";

        assertThat(masked(head + body + end, 7)).isEqualTo(head + body.replaceAll("[^\n]", "*") + end);
    }

    @Test
    @DisplayName("that was cut off in the middle hides what may be key, and no more from the first byte that cannot be")
    void cutOff() {
        String masked = masked("-----BEGIN PRIVATE KEY-----\r\nMIIEsecret\rAT+QIOPEN=1,0,\"TCP\",\"a\"\rAT+CSQ\r", 5);

        assertThat(masked).doesNotContain("secret").endsWith("\"TCP\",\"a\"\rAT+CSQ\r");
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 5, 64, 10_000})
    @DisplayName("is recorded as stars, its frame and all else as they are, however it is cut")
    void stars(int piece) {
        for (String label :
                new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            String before = "AT+QFUPL=\"k\",99\r-----BEGIN CERTIFICATE-----\r\nMIIC\r\n-----END CERTIFICATE-----\n--";
            String text = before + "-----BEGIN " + label + "-----\r\nMIIE+/=ab\r\nQQ==\r\n-----END " + label
                    + "-----\r\nAT\r";
            assertThat(masked(text, piece))
                    .isEqualTo(text.replace("MIIE+/=ab", "*********").replace("QQ==", "****"));
        }
        String harmless = "----BEGIN PRIVATE KEY-----\r\nabc -----BEGIN PUBLIC KEY-----\r\nabc";
        assertThat(masked(harmless.replace("----BEGIN PRIVATE", "--- BEGIN PRIVATE"), piece))
                .isEqualTo(harmless.replace("----BEGIN PRIVATE", "--- BEGIN PRIVATE"));
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 5, 64, 10_000})
    @DisplayName("in DER is recorded as its head and stars in an upload and a download, and other DER as it is")
    void der(int piece) throws Exception {
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(256);
        KeyPair pair = curve.generateKeyPair();
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair large = rsa.generateKeyPair();
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        Map<byte[], Integer> keys = Map.of(
                pair.getPrivate().getEncoded(), 6,
                large.getPrivate().getEncoded(), 8,
                info.parsePrivateKey().toASN1Primitive().getEncoded(), 7,
                PrivateKeyInfo.getInstance(large.getPrivate().getEncoded())
                                .parsePrivateKey()
                                .toASN1Primitive()
                                .getEncoded(),
                        8,
                encrypted(large.getPrivate().getEncoded()), 16);
        keys.forEach((key, head) -> {
            String text = Bytes.wrap(key).latin1();
            String stars = text.substring(0, head) + "*".repeat(text.length() - head);
            String up = "AT+QFUPL=\"k.der\"," + key.length + ",60\r%sAT+QFLST\r";
            assertThat(masked(up.replace("%s", text), piece)).isEqualTo(up.replace("%s", stars));
            String down = "\r\nCONNECT\r\n%s\r\n+QFDWL: " + key.length + "\r\n";
            assertThat(masked(down.replace("%s", text), piece)).isEqualTo(down.replace("%s", stars));
        });
        for (String other : new String[] {
            Bytes.wrap(pair.getPublic().getEncoded()).latin1(),
            Bytes.wrap(large.getPublic().getEncoded()).latin1(),
            "0&\u0002\u0001\u0001\u0004\u0006public\u00a0\u0019",
            "0,1,2 is text"
        }) {
            String up = "AT+QFUPL=\"k.der\"," + other.length() + ",60\r" + other + "AT\r";
            assertThat(masked(up, piece)).isEqualTo(up);
        }
    }

    /** As {@code openssl pkcs8 -topk8} writes it: an algorithm of PKCS#5 before the encrypted key. */
    private static byte[] encrypted(byte[] key) throws Exception {
        return new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new DERSequence()), key)
                .getEncoded();
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 3, 10_000})
    @DisplayName("is not all: passwords in commands of Parley's own and in their echoes are stars, too")
    void passwords(int piece) {
        String text = "AT+QMTCONN=0,\"client\",\"user\",\"p,a;ss\"\r\nat+qicsgp=1,1,\"apn\",\"me\",\"word\",1\r"
                + "AT+X;+CGAUTH=1,1,me,word;+QMTCONN=1,\"c\",\"u\",\"word\"\r"
                + "\r\n+QMTCONN: 0,0,0\r\nAT+QMTCONN=0,\"client\",\"word\"\rAT+QMTCONN?\r";
        assertThat(masked(SecretMask.ofKeysAndPasswords(), text, piece))
                .isEqualTo(text.replace("\"p,a;ss\"", "\"******\"")
                        .replace("\"me\",\"word\"", "\"me\",\"****\"")
                        .replace("me,word;", "me,****;")
                        .replace("\"u\",\"word\"", "\"u\",\"****\""));
        assertThat(masked(SecretMask.ofKeys(), text, piece)).isEqualTo(text);
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 3, 10_000})
    @DisplayName("nor are the passwords that the modem repeats in its answers shown")
    void answers(int piece) {
        String text = """
            AT+QICSGP=1

            +QICSGP: 1,"apn","me","word",1

            OK

            +QICSGP: 1,1,"apn","me","word",1
            +QICSGP: 2,1,"","","",0

            +CGAUTH: 1,2,"me","word"

            +QFTPCFG: "account","me","word"

            +QMTCFG: "will",1,0,0,"me","word"
            """.replace("\n", "\r\n");
        AnswerPasswordMask answers = new AnswerPasswordMask();
        assertThat(masked(SecretMask.ofKeysAndPasswords(answers), text, piece))
                .isEqualTo(text.replace("\"me\",\"word\"", "\"me\",\"****\"")
                        .replace("0,0,\"me\",\"****\"", "0,0,\"me\",\"word\""));
        assertThat(answers.revealed("AT+QICSGP=1,1,\"apn\",\"me\",\"****\",1\r"))
                .contains("AT+QICSGP=1,1,\"apn\",\"me\",\"word\",1\r");
        assertThat(answers.revealed("AT+QICSGP=1,1,\"apn\",\"me\",\"***\",1\r")).isEmpty();
        assertThat(answers.revealed("AT+QMTCONN=0,\"c\",\"u\",\"****\"\r")).isEmpty();

        masked(SecretMask.ofKeysAndPasswords(answers), "+QICSGP: 1,\"other\",\"me\",\"more\",1\r\n", piece);
        assertThat(answers.revealed("AT+QICSGP=1,1,\"apn\",\"me\",\"****\",1\r"))
                .as("the password of the context that has this APN")
                .contains("AT+QICSGP=1,1,\"apn\",\"me\",\"word\",1\r");
        assertThat(answers.revealed("AT+QICSGP=2,1,\"other\",\"me\",\"****\",1\r"))
                .contains("AT+QICSGP=2,1,\"other\",\"me\",\"more\",1\r");
    }
}
