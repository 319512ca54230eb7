package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.random.RandomGenerator;

/** AT traffic put together at random: what a modem and its host may do, in any order, and what they should not. */
final class RandomTraffic {
    private static final String[] ASKED = {"AT", "ATI", "AT+CSQ", "AT+CEREG?", "AT+QIACT?", "at+qistate=1,0", "AT+COPS?"
    };
    private static final String[] ANSWERS = {
        "\r\nOK\r\n",
        "\r\nERROR\r\n",
        "\r\n+CME ERROR: 10\r\n",
        "\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
        "\r\n+CEREG: 0,1\r\n\r\nOK\r\n",
        "\r\nQuectel\r\nBG95-M3\r\nRevision: BG95M3LAR02A03\r\n\r\nOK\r\n",
        "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",7,4097,2,1,0,1,\"uart1\"\r\n\r\nOK\r\n"
    };
    private static final String[] URCS = {
        "\r\n+CEREG: 5,\"5A29\",\"1A2B3C4\",8\r\n",
        "\r\n+QIURC: \"recv\",0\r\n",
        "\r\n+QIURC: \"closed\",11\r\n",
        "\r\n\r\n+QIND: \"csq\",20,99\r\n",
        "+QIURC: \"pdpdeact\",1\r\n",
        "\r\nRDY\r\n",
        "\r\nAPP RDY\r\n",
        "\r\n+CEREG: 2\r\n"
    };

    private RandomTraffic() {}

    static Transcript of(RandomGenerator random) {
        Transcript transcript = new Transcript();
        int mode = random.nextInt(2);
        transcript.ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7,0," + mode, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
        for (int i = 0; i < 40; i++) {
            step(transcript, random, mode);
        }
        return transcript;
    }

    private static void step(Transcript transcript, RandomGenerator random, int mode) {
        switch (random.nextInt(12)) {
            case 0, 1 -> transcript.ask(one(random, ASKED), one(random, ANSWERS));
            case 2 -> {
                String command = one(random, ASKED);
                transcript.ask(command, command + "\r" + one(random, ANSWERS));
            }
            case 3, 4 -> {
                Bytes payload = payload(random, 1 + random.nextInt(200));
                transcript.ask("AT+QISEND=0," + payload.length(), random.nextBoolean() ? "\r\n> " : "\r\n>");
                transcript.tx(payload).rx(random.nextInt(5) == 0 ? "\r\nSEND FAIL\r\n" : "\r\nSEND OK\r\n");
            }
            case 5, 6 -> {
                Bytes payload = payload(random, 1 + random.nextInt(300));
                transcript.tx("AT+QIRD=0,1500\r").rx("\r\n+QIRD: " + payload.length() + "\r\n");
                transcript.rx(payload).rx("\r\n\r\nOK\r\n");
            }
            case 7, 8 -> transcript.rx(one(random, URCS));
            case 9 -> {
                Bytes payload = payload(random, 1 + random.nextInt(100));
                if (mode == 1) {
                    transcript.rx("\r\n+QIURC: \"recv\",0," + payload.length() + "\r\n");
                    transcript.rx(payload).rx("\r\n");
                }
            }
            case 10 -> transcript.rx(payload(random, 1 + random.nextInt(12)));
            default -> transcript.tx(one(random, ASKED) + "\r").pause(random.nextInt(3));
        }
    }

    private static String one(RandomGenerator random, String[] of) {
        return of[random.nextInt(of.length)];
    }

    /** Mostly any bytes, now and then text like results, URCs and commands. */
    private static Bytes payload(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextInt(3) == 0) {
            Bytes text = Bytes.latin1(one(random, random.nextBoolean() ? URCS : ANSWERS));
            if (text.length() <= length) {
                text.copyTo(bytes, random.nextInt(length - text.length() + 1));
            }
        }
        return Bytes.wrap(bytes);
    }
}
