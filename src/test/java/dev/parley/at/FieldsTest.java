package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Commands and answers, field by field")
class FieldsTest {
    private final Dictionary dictionary = Dictionary.standard();

    private static List<Exchange> exchanges(Transcript transcript) {
        ExchangeLog log = new ExchangeLog();
        transcript.decode().forEach(log::accept);
        return log.exchanges();
    }

    private List<String> told(Exchange exchange) {
        return dictionary.fields(exchange).stream()
                .map(field ->
                        field.name() + " " + field.raw() + (field.meaning().isEmpty() ? "" : " = " + field.meaning()))
                .toList();
    }

    @Test
    @DisplayName("a command, its answer and its result, in wire order")
    void whole() {
        Exchange exchange = exchanges(new Transcript().ask("AT+QIRD=0,1500", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n"))
                .getFirst();
        assertThat(told(exchange))
                .containsExactly(
                        "command +QIRD = reads from a socket, or asks how much is unread",
                        "connectID 0",
                        "read_length 1500 = 1500 bytes",
                        "read_actual_length 5 = 5 bytes",
                        "result OK = done");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "AT+CSQ|+CSQ: 20,99|rssi 20 = -73 dBm, excellent;ber 99 = not known or not measurable",
                "AT+QCSQ|+QCSQ: \"eMTC\",-68,-98,150,-12|sysmode \"eMTC\" = LTE Cat M1;lte_rssi -68 = -68 dBm,"
                        + " excellent;lte_rsrp -98 = -98 dBm, fair;lte_sinr 150 = 10.0 dB;lte_rsrq -12 = -12 dB",
                "AT+QCSQ|+QCSQ: \"NOSERVICE\"|name \"NOSERVICE\" = asks for the signal as the radio technology"
                        + " measures it",
                "AT+CEREG?|+CEREG: 2,5,\"5A29\",\"1A2B3C4\",8|n 2 = changes of state and cell;stat 5 = registered,"
                    + " roaming;tac \"5A29\" = decimal 23081;ci \"1A2B3C4\" = decimal 27440068;AcT 8 = eMTC (LTE Cat"
                    + " M1)",
                "AT+QISTATE=1,0|+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,4097,2,1,0,1,\"uart1\"|connectID"
                    + " 0;service_type \"TCP\" = a client of TCP;IP_address \"203.0.113.7\";remote_port"
                    + " 8883;local_port 4097;socket_state 2 = connected;contextID 1;serverID 0;access_mode 1 = direct"
                    + " push: bytes come with the URC;AT_port \"uart1\" = main UART",
                "AT+CPSMS?|+CPSMS: 1,,,\"00000100\",\"00001111\"|mode 1 = on;requested_periodic_TAU \"00000100\" = 40"
                        + " min;requested_active_time \"00001111\" = 30 s",
                "AT+CEDRXRDP|+CEDRXRDP: 4,\"0101\",\"0010\",\"0011\"|AcT_type 4 = eMTC;"
                        + "requested_eDRX_value \"0101\" = 81.92 s;NW_provided_eDRX_value \"0010\" = 20.48 s;"
                        + "paging_time_window \"0011\" = 5.12 s in eMTC, 10.24 s in NB-IoT",
                "AT+QIGETERROR|+QIGETERROR: 565,dns parse failed|err 565 = DNS could not resolve the host;"
                        + "errcode_description dns parse failed",
                "AT+QISEND=0,0|+QISEND: 877,800,77|total_send_length 877 = 877 bytes;ackedbytes 800 = 800 bytes;"
                        + "unackedbytes 77 = 77 bytes",
                "AT+QIRD=0,0|+QIRD: 7,0,7|total_receive_length 7 = 7 bytes;have_read_length 0 = 0 bytes;"
                        + "unread_length 7 = 7 bytes",
                "AT+QCFG=\"band\"|+QCFG: \"band\",0xf,0x80084,0x80|name \"band\" = sets which bands are searched;"
                        + "gsmbandval 0xf = GSM 900, 1800, 850, 1900 MHz;catm1bandval 0x80084 = B3, B8, B20;"
                        + "catnb1bandval 0x80 = B8",
                "AT+QCFG=\"nwscanseq\"|+QCFG: \"nwscanseq\",020301|name \"nwscanseq\" = sets in which order"
                        + " technologies are searched;scanseq 020301 = eMTC, then NB-IoT, then GSM",
                "AT+QSSLCFG=\"seclevel\",1|+QSSLCFG: \"seclevel\",1,2|name \"seclevel\" = sets who has to prove who"
                        + " they are;sslctxID 1;seclevel 2 = server and client",
                "AT+QMTCONN?|+QMTCONN: 0,3|client_idx 0;state 3 = connected",
                "AT+COPS=?|+COPS: (2,\"Name\",\"N\",\"26201\",8),,(0-4),(0-2)|stat 2 = in use;long_oper"
                        + " \"Name\";short_oper \"N\";numeric_oper \"26201\";AcT 8 = eMTC (LTE Cat M1);mode (0-4) ="
                        + " accepts 0 to 4;format (0-2) = accepts 0 to 2",
                "AT+QIACT?|+QIACT: 1,1,1,\"10.1.2.3\"|contextID 1;context_state 1 = active;context_type 1 = IPv4;"
                        + "IP_address \"10.1.2.3\"",
                "AT+QENG=\"servingcell\"|+QENG:"
                    + " \"servingcell\",\"NOCONN\",\"eMTC\",\"FDD\",262,01,44F5C,267,3600,8,3,3,8,-80,-12,-53,11,47|name"
                    + " \"servingcell\" = asks for the cell's measurements;state \"NOCONN\" = registered, idle;rat"
                    + " \"eMTC\" = LTE Cat M1;is_tdd \"FDD\" = frequency division;MCC 262;MNC 01;cellid 44F5C ="
                    + " decimal 282460;PCID 267;earfcn 3600;freq_band_ind 8;UL_bandwidth 3 = 10 MHz;DL_bandwidth 3 ="
                    + " 10 MHz;TAC 8 = decimal 8;RSRP -80 = -80 dBm, excellent;RSRQ -12 = -12 dB;RSSI -53 = -53 dBm,"
                    + " excellent;SINR 11 = 11 dB;srxlev 47 = 47 dB"
            })
    void explainsAnswers(String command, String answer, String fields) {
        Exchange exchange = exchanges(new Transcript().ask(command, "\r\n" + answer + "\r\n\r\nOK\r\n"))
                .getFirst();
        List<String> ofAnswer = dictionary.fields(exchange).stream()
                .filter(field -> exchange.lines().get(field.line()).role() == Exchange.Role.INFORMATION)
                .map(field ->
                        field.name() + " " + field.raw() + (field.meaning().isEmpty() ? "" : " = " + field.meaning()))
                .toList();
        assertThat(ofAnswer).containsExactly(fields.split(";"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "+CEREG: 3|stat 3 = registration denied",
                "+CEREG: 5,\"5A29\",\"1A2B3C4\",9|stat 5 = registered, roaming;tac \"5A29\" = decimal 23081;"
                        + "ci \"1A2B3C4\" = decimal 27440068;AcT 9 = NB-IoT (LTE Cat NB1)",
                "+QIURC: \"recv\",11|name \"recv\" = bytes wait in the modem, or follow;connectID 11",
                "+QIURC: \"closed\",0|name \"closed\" = the peer or the network closed the socket;connectID 0",
                "+QIURC: \"dnsgip\",0,2,600|name \"dnsgip\" = the answer to a name query;err 0 = no error;"
                        + "IP_count 2 = 2 addresses;DNS_ttl 600 = 600 s",
                "+QIURC: \"dnsgip\",\"203.0.113.7\"|name \"dnsgip\" = the answer to a name query;"
                        + "hostIPaddr \"203.0.113.7\"",
                "+QIOPEN: 0,566|connectID 0;err 566 = the connection was refused or the host not reached",
                "+QMTOPEN: 0,-1|client_idx 0;result -1 = the network or TLS connection failed",
                "+QMTCONN: 0,0,5|client_idx 0;result 0 = done;ret_code 5 = not authorised",
                "+QMTSTAT: 0,1|client_idx 0;err_code 1 = closed or reset by the server",
                "+QPING: 0,\"203.0.113.7\",32,192,255|result 0 = no error;IP_address \"203.0.113.7\";bytes 32 = 32"
                        + " bytes;time 192 = 192 ms;ttl 255",
                "+QPING: 0,4,3,1,80,120,95|finresult 0 = no error;sent 4;rcvd 3;lost 1;min 80 = 80 ms;max 120 = 120 ms;"
                        + "avg 95 = 95 ms",
                "+QPING: 569|finresult 569 = the operation timed out",
                "+QIND: \"csq\",20,99|name \"csq\" = the modem tells a change;rssi 20 = -73 dBm, excellent;"
                        + "ber 99 = not known or not measurable",
                "+CTZV: \"+08\"|tz \"+08\" = UTC+2:00",
                "+QHTTPGET: 0,200,601710|err 0 = done;httprspcode 200;content_length 601710 = 601710 bytes"
            })
    void explainsUrcs(String line, String fields) {
        Exchange exchange =
                exchanges(new Transcript().rx("\r\n" + line + "\r\n")).getFirst();
        assertThat(told(exchange).subList(1, told(exchange).size())).containsExactly(fields.split(";"));
        AtEvent.Urc urc = (AtEvent.Urc)
                new Transcript().rx("\r\n" + line + "\r\n").decode().getFirst();
        assertThat(dictionary.fields(urc)).isEqualTo(dictionary.fields(exchange));
    }

    @Test
    @DisplayName("error numbers in words")
    void errors() {
        assertThat(told(exchanges(new Transcript().ask("AT+CIMI", "\r\n+CME ERROR: 10\r\n"))
                        .getFirst()))
                .contains("err 10 = SIM not inserted");
        assertThat(told(exchanges(new Transcript().ask("AT+CMGR=1", "\r\n+CMS ERROR: 321\r\n"))
                        .getFirst()))
                .contains("err 321 = invalid memory index");
    }

    @Test
    @DisplayName("answers without a name, and what identifies a device or a person is marked")
    void sensitive() {
        Exchange exchange = exchanges(new Transcript().ask("AT+CGSN", "\r\n867730050000013\r\n\r\nOK\r\n"))
                .getFirst();
        ExplainedField imei = dictionary.fields(exchange).get(1);
        assertThat(imei.name()).isEqualTo("IMEI");
        assertThat(imei.sensitive()).isTrue();
        assertThat(imei.toString()).doesNotContain("867730050000013");
        assertThat(dictionary
                        .fields("AT+QICSGP=1,1,\"apn\",\"me\",\"secret\",1")
                        .get(5)
                        .sensitive())
                .isTrue();
        assertThat(dictionary.fields("AT+CPIN=1234").get(1).sensitive()).isTrue();
    }

    @Test
    @DisplayName("several commands in one line, basic and extended, whatever their case")
    void chained() {
        assertThat(dictionary.fields("ate0;+cmee=2;+CSQ").stream()
                        .map(ExplainedField::raw)
                        .toList())
                .containsExactly("ate", "0", "+cmee", "2", "+CSQ");
        assertThat(dictionary.fields("AT&D1").stream()
                        .map(ExplainedField::meaning)
                        .toList())
                .containsExactly("chooses what a change of DTR does", "command mode, the connection stays");
    }

    @Test
    @DisplayName("a value outside the manual's range is said to be so")
    void outside() {
        assertThat(dictionary.fields("AT+QICLOSE=12").get(1).meaning()).isEqualTo("not one the manual knows: 0 to 11");
    }

    @Test
    @DisplayName("a command that is not known has no fields but its name")
    void unknown() {
        assertThat(dictionary.fields("AT+NOSUCH=1,2").stream()
                        .map(ExplainedField::meaning)
                        .toList())
                .containsExactly("not known here");
    }

    static Stream<Arguments> examples() {
        return WorkedExamples.all().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    @DisplayName("a field's place holds exactly its raw text, and fields do not overlap")
    void places(String name, Transcript transcript) {
        Map<Direction, Bytes> streams =
                Map.of(Direction.TX, transcript.stream(Direction.TX), Direction.RX, transcript.stream(Direction.RX));
        int seen = 0;
        for (Exchange exchange : exchanges(transcript)) {
            long end = -1;
            int line = -1;
            for (ExplainedField field : dictionary.fields(exchange)) {
                assertThat(streams.get(field.place().direction())
                                .slice((int) field.place().from(), (int)
                                        field.place().to())
                                .latin1())
                        .isEqualTo(field.raw());
                assertThat(exchange.lines().get(field.line()).place().overlaps(field.place()))
                        .isTrue();
                assertThat(field.line() != line || field.place().from() >= end).isTrue();
                line = field.line();
                end = field.place().to();
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }
}
