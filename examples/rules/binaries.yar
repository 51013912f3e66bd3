rule hidden_address : network
{
  meta:
    description = "A web address hidden by xor with one byte"
  strings:
    $url = "http://updates.example/" xor(0x01-0xff)
  condition:
    $url
}

rule beacon_configuration
{
  meta:
    description = "The configuration block of the example beacon: magic, version, name in UTF-16"
  strings:
    $header = { B3 AC 0? 00 [4-16] ( 01 | 02 ) FF }
    $name = "beacon" wide
  condition:
    filesize < 64KB and $header at 0 and @name[1] < 64 and uint16(2) < 0x10
}

rule never_in_the_samples
{
  strings:
    $a = "this text is in none of the samples"
  condition:
    $a
}
