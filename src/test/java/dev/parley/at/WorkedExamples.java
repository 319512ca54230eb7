package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Byte-level examples of every kind of exchange a BG95 has, as its manuals describe them and public logs show them. Where a
 * modem may or may not send a blank after the prompt both are here.
 */
final class WorkedExamples {
    private WorkedExamples() {}

    static Map<String, Transcript> all() {
        Map<String, Transcript> examples = new LinkedHashMap<>();
        examples.put("start-up", startUp());
        examples.put("plain TCP", plainTcp("\r\n> "));
        examples.put("plain TCP, prompt without blank", plainTcp("\r\n>"));
        examples.put("echo on", echoOn());
        examples.put("failures", failures());
        examples.put("push mode", pushMode());
        examples.put("transparent mode", transparentMode());
        examples.put("upload and TLS socket", uploadAndTlsSocket());
        examples.put("network scan and power", scanAndPower());
        examples.put("MQTT", mqtt());
        examples.put("payload like results", payloadLikeResults());
        examples.put("lost bytes", lostBytes());
        examples.put("reset", reset());
        return examples;
    }

    /** Echo on, then off (as a BG96 log has it). */
    static Transcript startUp() {
        return new Transcript()
                .ask("AT", "AT\r\r\nOK\r\n")
                .ask("ATE0", "ATE0\r\r\nOK\r\n")
                .ask("AT", "\r\nOK\r\n")
                .ask("AT+CMEE=1", "\r\nOK\r\n")
                .ask("AT+QISDE=0", "\r\nOK\r\n")
                .ask("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n")
                .tx("AT+CFUN=")
                .tx("1")
                .tx("\r")
                .rx("\r\nOK\r\n")
                .ask("AT+CFUN?", "\r\n+CFUN: 1\r\n\r\nOK\r\n")
                .ask("AT+QICSGP=1", "\r\n+QICSGP: 1,\"\",\"\",\"\",0\r\n\r\nOK\r\n")
                .ask("AT+QIDNSCFG=1", "\r\nERROR\r\n")
                .ask("AT+QIACT?", "\r\nOK\r\n")
                .ask("AT+QIACT=1", "\r\nOK\r\n")
                .ask("AT+QIACT?", "\r\n+QIACT: 1,1,1,\"10.1.2.160\"\r\n\r\nOK\r\n")
                .ask("AT+QICLOSE=0", "\r\nOK\r\n");
    }

    static Transcript plainTcp(String prompt) {
        return new Transcript()
                .ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0", "\r\nOK\r\n")
                .rx("\r\n+QIOPEN: 0,0\r\n")
                .ask("AT+QISEND=0,5", prompt)
                .tx("hello")
                .rx("\r\nSEND OK\r\n")
                .ask("AT+QISEND=0,0", "\r\n+QISEND: 5,5,0\r\n\r\nOK\r\n")
                .rx("\r\n+QIURC: \"recv\",0\r\n")
                .ask("AT+QIRD=0,1500", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n")
                .ask("AT+QIRD=0,1500", "\r\n+QIRD: 0\r\n\r\nOK\r\n")
                .ask("AT+QIRD=0,0", "\r\n+QIRD: 5,5,0\r\n\r\nOK\r\n")
                .rx("\r\n+QIURC: \"closed\",0\r\n")
                .ask(
                        "AT+QISTATE=1,0",
                        "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,22742,4,1,0,0,\"uart1\"\r\n\r\nOK\r\n")
                .ask("AT+QICLOSE=0", "\r\nOK\r\n")
                .ask("AT+QISTATE=1,0", "\r\nOK\r\n")
                .ask("AT+QIRD=0,0", "\r\nERROR\r\n");
    }

    /** Commands and payload come back; a URC that equals the payload's first byte comes between them. */
    static Transcript echoOn() {
        return new Transcript()
                .ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7", "AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r\r\nOK\r\n")
                .rx("\r\n+QIOPEN: 0,0\r\n")
                .ask("AT+QISEND=0,6", "AT+QISEND=0,6\r\r\n> ")
                .tx("+")
                .rx("\r\n+QIURC: \"recv\",0\r\n")
                .tx("hello")
                .rx("+hello\r\nSEND OK\r\n")
                .ask("AT+QISEND=0", "AT+QISEND=0\r\r\n> ")
                .tx("ab")
                .rx("ab")
                .tx("cd\u001a")
                .rx("cd\r\nSEND OK\r\n");
    }

    static Transcript failures() {
        return new Transcript()
                .ask("AT+QIOPEN=1,0,\"TCP\",\"no.such.apn\",8883,0,0", "\r\nOK\r\n")
                .rx("\r\n+QIOPEN: 0,565\r\n")
                .ask("AT+QIOPEN=1,0,\"TCP\",\"203.0.113.9\",1,0,0", "\r\nERROR\r\n")
                .ask("AT+QIGETERROR", "\r\n+QIGETERROR: 563,socket identity has been used\r\n\r\nOK\r\n")
                .ask("AT+QISEND=0,1461", "\r\nERROR\r\n")
                .ask("AT+QISEND=3,4", "\r\nERROR\r\n")
                .ask("AT+QISEND=0,8", "\r\n> ")
                .tx("AT\rOK\r\n>")
                .rx("\r\nSEND FAIL\r\n")
                .ask("AT+CIMI", "\r\n+CME ERROR: 10\r\n");
    }

    static Transcript pushMode() {
        return new Transcript()
                .ask("AT+QIOPEN=1,1,\"TCP\",\"example.org\",7,0,1", "\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n")
                .rx("\r\n+QIURC: \"recv\",1,4\r\nabcd\r\n")
                .ask("AT+CSQ", "\r\n+QIURC: \"recv\",1,6\r\n\r\nOK\r\n\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
                .rx("\r\n+QIURC: \"recv\",1,1\r\n+\r\n+QIURC: \"closed\",1\r\n");
    }

    static Transcript transparentMode() {
        return new Transcript()
                .ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7,0,2", "\r\nCONNECT\r\n")
                .tx("AT\r are bytes +++ here\r")
                .rx("\r\nOK\r\n too\r")
                .rx("\n")
                .rx("\r\nNO CARRIAGE\r\nRD")
                .pause(1.2)
                .tx("+++")
                .rx("late")
                .pause(1.1)
                .rx("\r\nOK\r\n")
                .ask("AT+QISTATE=1,0", "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",7,4097,2,1,0,0,\"uart1\"\r\n\r\nOK\r\n")
                .ask("ATO", "\r\nCONNECT\r\n")
                .pause(1.2)
                .tx("+++")
                .pause(0.2)
                .tx("+ is data")
                .rx("bye\r\nNO CARRIER\r\n")
                .ask("AT", "\r\nOK\r\n");
    }

    static Transcript uploadAndTlsSocket() {
        return new Transcript()
                .ask("AT+QFUPL=\"cacert.pem\",11,100", "\r\nCONNECT\r\n")
                .tx("-----\r\nOK\r\n")
                .tx(".")
                .rx("\r\n+QFUPL: 11,2d13\r\n\r\nOK\r\n")
                .ask("AT+QFLST", "\r\n+QFLST: \"cacert.pem\",11\r\n\r\nOK\r\n")
                .ask("AT+QFREAD=1027,6", "\r\nCONNECT 6\r\n\r\nOK\r\n\r\nOK\r\n")
                .ask("AT+QSSLOPEN=1,2,4,\"host\",8883,0", "\r\nOK\r\n")
                .rx("\r\n+QSSLOPEN: 4,0\r\n")
                .ask("AT+QSSLSEND=4,3", "\r\n> ")
                .tx(Bytes.of(0x1a, 0x1b, 0))
                .rx("\r\nSEND OK\r\n\r\n+QSSLURC: \"recv\",4\r\n")
                .ask("AT+QSSLRECV=4,1500", "\r\n+QSSLRECV: 4\r\nabcd\r\n\r\nOK\r\n")
                .rx("\r\n+QSSLURC: \"closed\",4\r\n");
    }

    static Transcript scanAndPower() {
        return new Transcript()
                .tx("AT+COPS=?\r")
                .pause(40)
                .rx("\r\n"
                        + "+COPS:"
                        + " (1,\"name\",\"short\",\"26801\",8),(3,\"n2\",\"n2\",\"26806\",9),,(0,1,2,3,4),(0,1,2)\r\n\r\n"
                        + "OK\r\n")
                .ask("AT+CFUN=1,1", "\r\nOK\r\n")
                .rx("\r\nPOWERED DOWN\r\n")
                .rx("\r\nRDY\r\n")
                .rx("\r\nAPP RDY\r\n");
    }

    static Transcript mqtt() {
        return new Transcript()
                .ask("AT+QMTOPEN=0,\"example.org\",8883", "\r\nOK\r\n\r\n+QMTOPEN: 0,0\r\n")
                .ask("AT+QMTPUBEX=0,0,0,0,\"t\",4", "\r\n> ")
                .tx("a\u001ab\r")
                .rx("\r\nOK\r\n\r\n+QMTPUBEX: 0,0,0\r\n")
                .ask("AT+QMTPUB=0,1,1,0,\"t\"", "\r\n> ")
                .tx("ab")
                .tx("\u001a")
                .rx("\r\nOK\r\n\r\n+QMTPUB: 0,1,0\r\n")
                .ask("AT+QMTCONN?", "\r\n+QMTCONN: 0,3\r\n\r\nOK\r\n")
                .rx("\r\n+QMTRECV: 0,0,\"t\",\"OK, fine\"\r\n\r\n+QMTSTAT: 0,1\r\n");
    }

    static Transcript payloadLikeResults() {
        String nasty = "\r\nOK\r\n\r\n+QIURC: \"closed\",0\r\n\r\n> \r\nRDY\r\n\r\nSEND OK\r\nAT+QICLOSE=0\r";
        return new Transcript()
                .ask("AT+QISEND=11," + nasty.length(), "\r\n> ")
                .tx(nasty)
                .rx("\r\nSEND OK\r\n")
                .ask("AT+QIRD=11", "\r\n+QIRD: " + nasty.length() + "\r\n" + nasty + "\r\n\r\nOK\r\n")
                .rx("\r\n+QIURC: \"recv\",11\r\n");
    }

    static Transcript lostBytes() {
        return new Transcript()
                .ask("AT+QIRD=0,1500", "\r\n+QIRD: 100\r\nonly thirty bytes of a hundred\r\n\r\nOK\r\n")
                .rx("\r\n+QIURC: \"closed\",0\r\n")
                .ask("AT+QICLOSE=0", "\r\nOK\r\n");
    }

    static Transcript reset() {
        return new Transcript()
                .ask("AT+QISEND=0,100", "\r\n> ")
                .tx("half of it")
                .rx("\r\nRDY\r\n")
                .ask("AT", "AT\r\r\nOK\r\n")
                .rx("\r\nAPP RDY\r\n");
    }
}
