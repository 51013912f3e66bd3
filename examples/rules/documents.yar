private rule begins_as_text
{
  condition:
    for all i in (0..15) : ( uint8(i) >= 9 and uint8(i) < 127 )
}

rule urgent_payment_letter : mail
{
  meta:
    description = "A letter that urges its reader to pay"
  strings:
    $urgent = "urgent" nocase fullword
    $pay = /(wire|transfer|payment)s? .{0,40}(today|immediately)/ nocase
    $account = /\b[A-Z]{2}[0-9]{2}( ?[0-9]{4}){4,5}\b/
  condition:
    begins_as_text and #urgent >= 2 and any of ($pay, $account)
}
