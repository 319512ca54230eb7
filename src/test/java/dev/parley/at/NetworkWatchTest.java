package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The network as the AT traffic tells of it")
class NetworkWatchTest {
    private final Transcript transcript = new Transcript();

    private NetworkPicture picture() {
        NetworkWatch watch = new NetworkWatch();
        transcript.decode().forEach(watch::accept);
        return watch.picture();
    }

    @Test
    @DisplayName("knows nothing before anything was told")
    void nothing() {
        assertThat(picture()).isEqualTo(NetworkPicture.unknown());
    }

    @Test
    @DisplayName("names the modem, and keeps the numbers that identify it out of its words")
    void modem() {
        transcript
                .ask("ATI", "\r\nQuectel\r\nBG95-M3\r\nRevision: BG95M3LAR02A03\r\n\r\nOK\r\n")
                .ask("AT+CGSN", "\r\n867730050000013\r\n\r\nOK\r\n")
                .ask("AT+QCCID", "\r\n+QCCID: 89490200001234567890\r\n\r\nOK\r\n")
                .ask("AT+CIMI", "\r\n262011234567890\r\n\r\nOK\r\n")
                .ask("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
        NetworkPicture picture = picture();
        assertThat(picture.modem().maker()).isEqualTo("Quectel");
        assertThat(picture.modem().model()).isEqualTo("BG95-M3");
        assertThat(picture.modem().firmware()).isEqualTo("BG95M3LAR02A03");
        assertThat(picture.modem().imei()).contains(new Sensitive("867730050000013"));
        assertThat(picture.sim()).isEqualTo("READY");
        assertThat(picture.toString()).doesNotContain("867730050000013", "89490200001234567890", "262011234567890");
    }

    @Test
    @DisplayName("tells a registration's answer from its URC and keeps the history")
    void registrations() {
        transcript
                .ask("AT+CEREG?", "\r\n+CEREG: 0,2\r\n\r\nOK\r\n")
                .rx("\r\n+CEREG: 5,\"5A29\",\"1A2B3C4\",8\r\n")
                .ask("AT+CEREG?", "\r\n+CEREG: 2,5,\"5A29\",\"1A2B3C4\",8\r\n\r\nOK\r\n");
        NetworkPicture picture = picture();
        assertThat(picture.registrations())
                .extracting(NetworkPicture.Registration::status)
                .containsExactly(2, 5, 5);
        assertThat(picture.registrations())
                .extracting(NetworkPicture.Registration::unasked)
                .containsExactly(false, true, false);
        assertThat(picture.cell()).get().extracting(NetworkPicture.Cell::area).isEqualTo("5A29");
    }

    @Test
    @DisplayName("measures the signal by all three commands")
    void signals() {
        transcript
                .ask("AT+CSQ", "\r\n+CSQ: 99,99\r\n\r\nOK\r\n")
                .ask("AT+CSQ", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
                .ask("AT+QCSQ", "\r\n+QCSQ: \"eMTC\",-68,-98,150,-12\r\n\r\nOK\r\n")
                .ask(
                        "AT+QENG=\"servingcell\"",
                        "\r\n"
                            + "+QENG:"
                            + " \"servingcell\",\"NOCONN\",\"eMTC\",\"FDD\",262,01,44F5C,267,3600,8,3,3,8,-105,-12,-53,11,47\r\n\r\n"
                            + "OK\r\n");
        NetworkPicture picture = picture();
        assertThat(picture.signals())
                .extracting(NetworkPicture.Signal::words)
                .containsExactly("RSSI -73 dBm, excellent", "RSRP -98 dBm, fair", "RSRP -105 dBm, weak");
        assertThat(picture.signals().get(1).sinr()).contains(10.0);
        assertThat(picture.cell())
                .contains(new NetworkPicture.Cell(
                        "eMTC",
                        "LTE BAND 8",
                        "3600",
                        "8",
                        "44F5C",
                        "NOCONN",
                        picture.signals().getLast().nanos()));
    }

    @Test
    @DisplayName("follows the PDP context from its APN to its end")
    void contexts() {
        transcript
                .ask("AT+QICSGP=1,1,\"iot.example\",\"\",\"\",0", "\r\nOK\r\n")
                .ask("AT+QIACT=1", "\r\nOK\r\n")
                .ask("AT+QIACT?", "\r\n+QIACT: 1,1,1,\"10.1.2.3\"\r\n\r\nOK\r\n");
        assertThat(picture().contexts())
                .containsExactly(new NetworkPicture.Context(1, "iot.example", Optional.of(true), "10.1.2.3"));
        transcript.rx("\r\n+QIURC: \"pdpdeact\",1\r\n");
        assertThat(picture().contexts())
                .containsExactly(new NetworkPicture.Context(1, "iot.example", Optional.of(false), ""));
        assertThat(picture().address()).isEmpty();
    }

    @Test
    @DisplayName("takes an empty list of active contexts for what it says")
    void noneActive() {
        transcript.ask("AT+QIACT=1", "\r\nOK\r\n").ask("AT+QIACT?", "\r\nOK\r\n");
        assertThat(picture().context(1))
                .get()
                .extracting(NetworkPicture.Context::active)
                .isEqualTo(Optional.of(false));
    }

    @Test
    @DisplayName("knows which socket numbers are taken")
    void sockets() {
        transcript.ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0", "\r\nOK\r\n");
        assertThat(picture().sockets().get(0).use()).isEqualTo(NetworkPicture.Use.OPENING);
        transcript.rx("\r\n+QIOPEN: 0,0\r\n");
        assertThat(picture().sockets().get(0).use()).isEqualTo(NetworkPicture.Use.OPEN);
        assertThat(picture().isInUse()).isTrue();
        transcript.rx("\r\n+QIURC: \"closed\",0\r\n");
        assertThat(picture().sockets().get(0).use()).isEqualTo(NetworkPicture.Use.CLOSED_BY_PEER);
        transcript.ask("AT+QICLOSE=0", "\r\nOK\r\n");
        assertThat(picture().sockets().get(0).use()).isEqualTo(NetworkPicture.Use.CLOSED);
        transcript.rx("\r\nRDY\r\n");
        assertThat(picture().sockets()).isEmpty();
        assertThat(picture().sinceStart()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n+QIURC: \"pdpdeact\",2\r\n", "AT+QIDEACT=2"})
    @DisplayName("frees the numbers of one context only where that context is gone; of unknown ones all")
    void oneContextGone(String end) {
        transcript
                .ask("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7,0,0", "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n")
                .ask("AT+QIOPEN=2,1,\"TCP\",\"example.org\",7,0,0", "\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n")
                .ask("AT+QISTATE?", "\r\n+QISTATE: 2,\"TCP\",\"203.0.113.7\",7,4000,2,1,0,0,\"uart1\"\r\n\r\nOK\r\n")
                .rx("\r\n+QIOPEN: 3,0\r\n")
                .ask("AT+QSSLOPEN=2,1,4,\"example.org\",8883,0", "\r\nOK\r\n\r\n+QSSLOPEN: 4,0\r\n")
                .ask("AT+QMTCFG=\"pdpcid\",0,2", "\r\nOK\r\n")
                .ask("AT+QMTOPEN=0,\"example.org\",8883", "\r\nOK\r\n\r\n+QMTOPEN: 0,0\r\n")
                .ask("AT+QMTOPEN=1,\"example.org\",8883", "\r\nOK\r\n\r\n+QMTOPEN: 1,0\r\n");
        if (end.startsWith("AT")) {
            transcript.ask(end, "\r\nOK\r\n");
        } else {
            transcript.rx(end);
        }
        NetworkPicture picture = picture();
        assertThat(picture.sockets()).containsOnlyKeys(0, 2);
        assertThat(picture.tlsSockets()).isEmpty();
        assertThat(picture.mqttClients()).containsOnlyKeys(1);
    }

    @Test
    @DisplayName("names operator, technology and band")
    void operator() {
        transcript
                .ask("AT+COPS?", "\r\n+COPS: 0,0,\"Example Mobile\",8\r\n\r\nOK\r\n")
                .ask("AT+QNWINFO", "\r\n+QNWINFO: \"eMTC\",\"26201\",\"LTE BAND 8\",3600\r\n\r\nOK\r\n");
        NetworkPicture picture = picture();
        assertThat(picture.operator())
                .get()
                .extracting(o -> List.of(o.name(), o.plmn()))
                .isEqualTo(List.of("Example Mobile", "26201"));
        assertThat(picture.cell())
                .get()
                .extracting(c -> List.of(c.technology(), c.band(), c.channel()))
                .isEqualTo(List.of("eMTC", "LTE BAND 8", "3600"));
    }
}
